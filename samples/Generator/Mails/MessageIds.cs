using System.Buffers.Binary;
using Postvakt.Samples.Cast;

namespace Postvakt.Samples.Mails;

/// <summary>Message-ID and Thread-Index in the shape the mail program gives them.</summary>
internal static class MessageIds
{
    public static string Create(Person author, string address, MailProgram program, DateTimeOffset date, Chance chance)
    {
        var domain = address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        return program.Name switch
        {
            "gmail" => $"CA+{chance.Token(18)}-{chance.Token(14)}_{chance.Token(20)}@mail.{domain}",
            "apple" or "iphone" => $"{chance.Uuid().ToUpperInvariant()}@{domain}",
            "thunderbird" or "thunderbird-latin1" => $"{chance.Uuid()}@{domain}",
            "o365" => Office(chance),
            "hacked" => $"{chance.Uuid().ToUpperInvariant()}@WIN-{chance.Token(9).ToUpperInvariant()}.{domain}",
            "system" or "ticket" or "bulk" or "bounce" => $"{date.UtcDateTime:yyyyMMddHHmmss}.{chance.Hex(10).ToUpperInvariant()}@"
                + $"{(program.Name == "bulk" ? author.Firm.MailHost : "app1." + domain)}",
            "list" => $"{chance.Uuid()}@{author.Id}-mail.example",
            _ when author.Firm.IsOwn && address == author.Address => $"{chance.Hex(32)}@exch02.corp.lovhaga.example",
            _ => $"{chance.Hex(4)}01dc{chance.Hex(4)}${chance.Hex(8)}${chance.Hex(8)}@{domain}",
        };
    }

    /// <summary>MS-OXOMSG 2.2.1.3: 22 octets for the first mail, five more for each answer.</summary>
    public static byte[] ThreadIndex(Mail? parent, DateTimeOffset date, Chance chance)
    {
        if (parent is { ThreadIndex.Length: > 0 })
        {
            return [.. parent.ThreadIndex, .. chance.Bytes(5)];
        }

        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, date.UtcDateTime.ToFileTimeUtc());
        return [.. time[..6], .. chance.Bytes(16)];
    }

    private static string Office(Chance chance)
    {
        var host = $"AS{chance.Number(4, 9)}PR0{chance.Number(3, 8)}MB{chance.Number(4001, 9899)}";
        return $"{host}{chance.Hex(20).ToUpperInvariant()}@{host}.eurprd05.prod.cloudmail.example";
    }
}
