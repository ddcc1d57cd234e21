using System.Formats.Asn1;
using System.Text;
using Postvakt.Memory;
using Postvakt.Notices;
using Postvakt.Quarantine;
using Postvakt.Server.Directories.Csv;
using Postvakt.Server.Directories.Ldap;

namespace Postvakt.Fuzz.Targets;

/// <summary>What comes from outside about people: answers of an LDAP server, filters, CSV files, and the tokens of personal links. Nothing but the documented exception may come out.</summary>
internal sealed class DirectoryTarget : ITarget
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_636_362_000);
    private readonly TokenKey _keys = new(new Dictionary<int, byte[]> { [1] = new byte[32] });
    private readonly string _link;

    public DirectoryTarget()
    {
        _link = new PersonalLink("anna@firm.example", Now).Token(_keys);
        Seeds =
        [
            LdapMessages.Search(3, "dc=firm,dc=example", "(&(objectClass=person)(mail=*))", ["mail", "cn"], TimeSpan.FromSeconds(5), 500, [1, 2, 3]), Entry(), LdapMessages.Bind(1, "cn=reader", "secret"),
            .. new[] { "(&(objectClass=person)(!(mail=*@old.example))(|(cn=Anna\\2a*Berg)(uid>=5)))", "id,name,address,aliases\n1,\"Berg, Anna\",anna@firm.example,\"a@firm.example;\nb@firm.example\"\n", "name;address\r\nBo;b@firm.example\r\n", _link }
                .Select(Encoding.UTF8.GetBytes),
        ];
    }

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Dictionary { get; } = ["(", ")", "&", "|", "!", "=", "*", ">=", "<=", "~=", ":=", "\\2a", "\\", "\"", "\"\"", ",", ";", "\n", "\r\n", "\u00ef\u00bb\u00bf", "~", "1.", "0", "\0", "\u0030\u0080", "\u0004\u0082", "\u00ff"];

    public void Take(byte[] input, int variant)
    {
        var text = Encoding.UTF8.GetString(input);
        switch (variant % 4)
        {
            case 0: Ldap(input); break;
            case 1: _ = LdapFilter.Fault(text); break;
            case 2: Csv(text, variant % 8 == 2 ? ',' : ';'); break;
            default: Links(text); break;
        }
    }

    private static void Ldap(byte[] input)
    {
        try
        {
            var message = LdapMessages.Read(input);
            if (message.Kind == LdapMessages.SearchEntry) _ = LdapMessages.Entry(message.Body);
            else _ = LdapMessages.Result(message.Body);
        }
        catch (AsnContentException)
        {
            // What it must say of bytes that are none.
        }
    }

    private static void Csv(string text, char separator)
    {
        var (reader, fields, records) = (new CsvReader(new StringReader(text), separator), new List<string>(), 0);
        while (reader.Read(fields))
        {
            if (++records > text.Length + 1) throw new InvariantException("more records than characters");
            if (fields.Count == 0) throw new InvariantException("a record without a field");
        }
    }

    private void Links(string text)
    {
        // Blanks in Base64 say nothing: it is the same link, or it is none.
        if (PersonalLink.Read(text, _keys, Now) is { } link && link != new PersonalLink("anna@firm.example", Now)) throw new InvariantException("a link that nobody made");
        if (SearchTerms.Words(text).Any(w => w.Length == 0)) throw new InvariantException("an empty word");
    }

    private static byte[] Entry()
    {
        var to = new AsnWriter(AsnEncodingRules.BER);
        using (to.PushSequence())
        {
            to.WriteInteger(2);
            using (to.PushSequence(new Asn1Tag(TagClass.Application, LdapMessages.SearchEntry)))
            {
                to.WriteOctetString("cn=Anna,dc=firm,dc=example"u8);
                using (to.PushSequence())
                using (to.PushSequence())
                {
                    to.WriteOctetString("mail"u8);
                    using (to.PushSetOf()) to.WriteOctetString("anna@firm.example"u8);
                }
            }
        }
        return to.Encode();
    }
}
