using System.Text;

namespace Postvakt.Samples.Mails;

internal enum QuoteStyle
{
    Outlook,
    Gmail,
    Apple,
    Thunderbird,
}

/// <summary>What a mail program does to a mail: header order, quoting, parts, charset, how it names itself.</summary>
internal sealed record MailProgram(
    string Name, QuoteStyle Quote, bool HasHtml, string Charset, string Encoding, string Agent, string Order)
{
    private const string Exchange = "From To Cc Subject Thread-Topic Thread-Index Date Message-ID References In-Reply-To Accept-Language"
        + " Content-Language X-MS-Has-Attach X-MS-TNEF-Correlator x-originating-ip Agent Auto Content MIME-Version";

    private const string OutlookSmtp = "From To Cc References In-Reply-To Subject Date Message-ID MIME-Version Content Agent Auto Thread-Index Content-Language";
    private const string Google = "MIME-Version References In-Reply-To From Date Message-ID Subject To Cc Auto Content";
    private const string Apple = "From Content MIME-Version Subject Date Auto References To Cc In-Reply-To Message-ID Agent";
    private const string Phone = "Content From MIME-Version Subject Date Message-ID References Cc In-Reply-To To Agent";
    private const string Mozilla = "Message-ID Date MIME-Version Agent Subject Content-Language To Cc References From In-Reply-To Auto Content";
    private const string Machine = "Date From To Cc Message-ID Subject References In-Reply-To Auto List MIME-Version Content";
    private const string MailmanList = "From References In-Reply-To Date Message-ID MIME-Version Agent Content Subject List To";

    private static readonly Dictionary<string, MailProgram> All = new MailProgram[]
    {
        new("outlook", QuoteStyle.Outlook, true, "utf-8", "quoted-printable", "X-Mailer: Microsoft Outlook 16.0", Exchange),
        new("outlook-latin1", QuoteStyle.Outlook, true, "iso-8859-1", "quoted-printable", "X-Mailer: Microsoft Outlook 16.0", Exchange),
        new("outlook-jis", QuoteStyle.Outlook, false, "iso-2022-jp", "7bit", "X-Mailer: Microsoft Outlook 16.0", Exchange),
        new("owa", QuoteStyle.Outlook, true, "utf-8", "base64", "", Exchange),
        new("outlook-mobile", QuoteStyle.Outlook, true, "utf-8", "base64", "X-Mailer: Outlook for iOS 4.2441", Exchange),
        new("o365", QuoteStyle.Outlook, true, "utf-8", "quoted-printable", "", Exchange),
        new("outlook-smtp", QuoteStyle.Outlook, true, "utf-8", "quoted-printable", "X-Mailer: Microsoft Outlook 16.0", OutlookSmtp),
        new("gmail", QuoteStyle.Gmail, true, "utf-8", "quoted-printable", "", Google),
        new("apple", QuoteStyle.Apple, true, "utf-8", "quoted-printable", "X-Mailer: Apple Mail (2.3826.400.131)", Apple),
        new("iphone", QuoteStyle.Apple, true, "utf-8", "base64", "X-Mailer: iPhone Mail (22G86)", Phone),
        new("thunderbird", QuoteStyle.Thunderbird, false, "utf-8", "8bit", "User-Agent: Mozilla Thunderbird", Mozilla),
        new("thunderbird-latin1", QuoteStyle.Thunderbird, false, "iso-8859-1", "8bit", "User-Agent: Mozilla Thunderbird", Mozilla),
        new("system", QuoteStyle.Gmail, false, "utf-8", "quoted-printable", "", Machine),
        new("ticket", QuoteStyle.Gmail, false, "utf-8", "8bit", "", Machine),
        new("bulk", QuoteStyle.Gmail, true, "utf-8", "quoted-printable", "", Machine),
        new("bounce", QuoteStyle.Gmail, false, "utf-8", "7bit", "", Machine),
        new("list", QuoteStyle.Thunderbird, false, "utf-8", "8bit", "", MailmanList),
        new("hacked", QuoteStyle.Outlook, true, "utf-8", "quoted-printable", "X-Mailer: Microsoft Outlook 15.0", OutlookSmtp),
    }.ToDictionary(program => program.Name);

    public static MailProgram Named(string name) => All[name];

    public Encoding TextEncoding => System.Text.Encoding.GetEncoding(Charset);
}
