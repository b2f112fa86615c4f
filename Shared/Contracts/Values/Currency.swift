/// The active currencies of ISO 4217 and how many digits their minor unit has.
public enum Currency {
    /// Code to exponent: PKR 2 (paisa), JPY 0, KWD 3.
    public static let exponents: [String: Int] = {
        var exponents: [String: Int] = [:]
        for code in two.split(separator: " ") { exponents[String(code)] = 2 }
        for code in zero.split(separator: " ") { exponents[String(code)] = 0 }
        for code in three.split(separator: " ") { exponents[String(code)] = 3 }
        for code in four.split(separator: " ") { exponents[String(code)] = 4 }
        return exponents
    }()

    private static let zero = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let three = "BHD IQD JOD KWD LYD OMR TND"
    private static let four = "CLF UYW"
    private static let two = """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY \
        COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
        JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
        NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
        TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD YER ZAR ZMW ZWG
        """
}
