/** The WSDL that the simulated tax registers give at `?wsdl`. */
export const taxNamespace = 'urn:puyang:tax:query:1';

/** The children of a row's element, in the order of its xs:sequence. */
export const sequences: Readonly<Record<'Taxpayer' | 'Withholding', readonly string[]>> = {
  Taxpayer: [
    'CreditCode',
    'Name',
    'RegistrationState',
    'VatKind',
    'Industry',
    'AnnualRevenueFen',
    'Headcount',
    'ModifiedAt',
  ],
  Withholding: ['IdNumber', 'CreditCode', 'Month', 'WageIncomeFen', 'DeclarationState', 'ModifiedAt'],
};

export function taxWsdl(address: string): string {
  const operations = ['QueryTaxpayers', 'QueryWithholding', 'QueryTaxpayer'];
  const each = (write: (name: string) => string) => operations.map(write).join('\n');
  const page = (name: string, list: string) => `  <xs:element name="${name}"><xs:complexType><xs:sequence>
    <xs:element name="Window" type="t:Window"/>
    <xs:element name="PageNo" type="xs:positiveInteger"/><xs:element name="PageSize" type="xs:positiveInteger"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="${name}Response"><xs:complexType><xs:sequence>
    <xs:element name="AsOf" type="xs:dateTime"/><xs:element name="Total" type="xs:nonNegativeInteger"/>
    <xs:element name="${list}" type="t:${list}"/>
  </xs:sequence></xs:complexType></xs:element>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="${taxNamespace}" targetNamespace="${taxNamespace}" name="TaxQuery">
<types><xs:schema targetNamespace="${taxNamespace}" elementFormDefault="qualified">
  <xs:complexType name="Window"><xs:sequence>
    <xs:element name="From" type="xs:dateTime"/><xs:element name="To" type="xs:dateTime" minOccurs="0"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Taxpayer"><xs:sequence>
    <xs:element name="CreditCode" type="xs:string"/><xs:element name="Name" type="xs:string"/>
    <xs:element name="RegistrationState" type="xs:string"/><xs:element name="VatKind" type="xs:string"/>
    <xs:element name="Industry" type="xs:string"/>
    <xs:element name="AnnualRevenueFen" type="xs:nonNegativeInteger" nillable="true" minOccurs="0"/>
    <xs:element name="Headcount" type="xs:nonNegativeInteger" nillable="true" minOccurs="0"/>
    <xs:element name="ModifiedAt" type="xs:dateTime"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Taxpayers"><xs:sequence>
    <xs:element name="Taxpayer" type="t:Taxpayer" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Withholding"><xs:sequence>
    <xs:element name="IdNumber" type="xs:string"/><xs:element name="CreditCode" type="xs:string"/>
    <xs:element name="Month" type="xs:string"/><xs:element name="WageIncomeFen" type="xs:nonNegativeInteger"/>
    <xs:element name="DeclarationState" type="xs:string"/><xs:element name="ModifiedAt" type="xs:dateTime"/>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Withholdings"><xs:sequence>
    <xs:element name="Withholding" type="t:Withholding" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType>
${page('QueryTaxpayers', 'Taxpayers')}
${page('QueryWithholding', 'Withholdings')}
  <xs:element name="QueryTaxpayer"><xs:complexType><xs:sequence>
    <xs:element name="CreditCodes"><xs:complexType><xs:sequence>
      <xs:element name="CreditCode" type="xs:string" maxOccurs="50"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="QueryTaxpayerResponse"><xs:complexType><xs:sequence>
    <xs:element name="AsOf" type="xs:dateTime"/><xs:element name="Taxpayers" type="t:Taxpayers"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema></types>
${each(
  (name) => `<message name="${name}"><part name="body" element="t:${name}"/></message>
<message name="${name}Response"><part name="body" element="t:${name}Response"/></message>`,
)}
<portType name="TaxQuery">
${each((name) => `<operation name="${name}"><input message="t:${name}"/><output message="t:${name}Response"/></operation>`)}
</portType>
<binding name="TaxQuery" type="t:TaxQuery">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${each(
  (name) => `<operation name="${name}"><soap:operation soapAction="${taxNamespace}/${name}"/>
<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>`,
)}
</binding>
<service name="TaxQuery"><port name="TaxQuery" binding="t:TaxQuery"><soap:address location="${address}"/></port></service>
</definitions>
`;
}
