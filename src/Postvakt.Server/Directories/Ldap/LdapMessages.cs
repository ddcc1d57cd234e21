using System.Formats.Asn1;
using System.Text;

namespace Postvakt.Server.Directories.Ldap;

/// <summary>The few messages of RFC 4511 that reading needs, in BER.</summary>
internal static class LdapMessages
{
    public const int BindResponse = 1;
    public const int SearchEntry = 4;
    public const int SearchDone = 5;
    public const int SearchReference = 19;
    public const int ExtendedResponse = 24;

    /// <summary>RFC 4511 4.14.1.</summary>
    private const string StartTlsId = "1.3.6.1.4.1.1466.20037";

    /// <summary>RFC 2696 2.</summary>
    private const string PagesId = "1.2.840.113556.1.4.319";

    /// <summary>RFC 4511 4.2: a simple bind.</summary>
    public static byte[] Bind(int id, string dn, string password) => Message(id, to =>
    {
        using (to.PushSequence(Application(0)))
        {
            to.WriteInteger(3);
            to.WriteOctetString(Encoding.UTF8.GetBytes(dn));
            to.WriteOctetString(Encoding.UTF8.GetBytes(password), Context(0));
        }
    });

    public static byte[] StartTls(int id) => Message(id, to =>
    {
        using (to.PushSequence(Application(23))) to.WriteOctetString(Encoding.ASCII.GetBytes(StartTlsId), Context(0));
    });

    /// <summary>RFC 4511 4.3.</summary>
    public static byte[] Unbind(int id) => Message(id, to => to.WriteNull(Application(2)));

    /// <summary>RFC 4511 4.5.1 of the whole subtree, with the paging control of RFC 2696.</summary>
    public static byte[] Search(int id, string under, string filter, IReadOnlyList<string> attributes, TimeSpan time, int page, byte[] cookie) => Message(id, to =>
    {
        using (to.PushSequence(Application(3)))
        {
            to.WriteOctetString(Encoding.UTF8.GetBytes(under));
            to.WriteEnumeratedValue(Scope.WholeSubtree);
            to.WriteEnumeratedValue(Aliases.Never);
            to.WriteInteger(0);
            to.WriteInteger((int)time.TotalSeconds);
            to.WriteBoolean(false);
            LdapFilter.Write(filter, to);
            using (to.PushSequence())
            {
                foreach (var attribute in attributes) to.WriteOctetString(Encoding.ASCII.GetBytes(attribute));
            }
        }
    }, to =>
    {
        using (to.PushSequence())
        {
            to.WriteOctetString(Encoding.ASCII.GetBytes(PagesId));
            to.WriteBoolean(true);
            var value = new AsnWriter(AsnEncodingRules.BER);
            using (value.PushSequence())
            {
                value.WriteInteger(page);
                value.WriteOctetString(cookie);
            }
            to.WriteOctetString(value.Encode());
        }
    });

    /// <summary>Kind, body and controls of a message. Throws <see cref="AsnContentException"/>.</summary>
    public static LdapMessage Read(byte[] bytes)
    {
        var message = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
        if (!message.TryReadInt32(out var id)) throw new AsnContentException("a message without a number");
        var tag = message.PeekTag();
        if (tag.TagClass != TagClass.Application) throw new AsnContentException("a message of no known kind");
        var body = message.ReadSequence(tag);
        return new LdapMessage(id, tag.TagValue, body, message.HasData && message.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 } ? Cookie(message.ReadSequence(Context(0))) : []);
    }

    /// <summary>RFC 4511 4.1.9: the code, and what the server says about it.</summary>
    public static (int Code, string Text) Result(AsnReader body)
    {
        var code = body.ReadEnumeratedBytes().Span;
        body.ReadOctetString();
        return (code.Length == 1 ? code[0] : -1, Encoding.UTF8.GetString(body.ReadOctetString()));
    }

    public static LdapEntry Entry(AsnReader body)
    {
        var dn = Encoding.UTF8.GetString(body.ReadOctetString());
        var attributes = new Dictionary<string, IReadOnlyList<byte[]>>(StringComparer.OrdinalIgnoreCase);
        var list = body.ReadSequence();
        while (list.HasData)
        {
            var attribute = list.ReadSequence();
            var name = Encoding.UTF8.GetString(attribute.ReadOctetString());
            var values = new List<byte[]>();
            var set = attribute.ReadSetOf();
            while (set.HasData)
            {
                var value = set.ReadOctetString();
                if (values.Count < DirectoryText.MaxList) values.Add(value);
            }
            attributes[name] = values;
        }
        return new LdapEntry(dn, attributes);
    }

    private static byte[] Cookie(AsnReader controls)
    {
        while (controls.HasData)
        {
            var control = controls.ReadSequence();
            if (Encoding.UTF8.GetString(control.ReadOctetString()) != PagesId) continue;
            if (control.HasData && control.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean)) control.ReadBoolean();
            var value = new AsnReader(control.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
            value.ReadInteger();
            return value.ReadOctetString();
        }
        return [];
    }

    private static byte[] Message(int id, Action<AsnWriter> body, Action<AsnWriter>? controls = null)
    {
        var to = new AsnWriter(AsnEncodingRules.BER);
        using (to.PushSequence())
        {
            to.WriteInteger(id);
            body(to);
            if (controls is not null)
            {
                using (to.PushSequence(Context(0))) controls(to);
            }
        }
        return to.Encode();
    }

    private static Asn1Tag Application(int number) => new(TagClass.Application, number);

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number);

    private enum Scope
    {
        WholeSubtree = 2,
    }

    private enum Aliases
    {
        Never = 0,
    }
}
