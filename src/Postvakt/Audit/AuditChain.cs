using System.Security.Cryptography;
using System.Text.Json;

namespace Postvakt.Audit;

/// <summary>
/// Chains entries by hash, so that one cannot be changed, left out or put in between without all after it being wrong. The hash of an entry is SHA-256
/// over the hash before it (32 zero bytes for the first) and the entry as a JSON array of fixed order.
/// </summary>
public static class AuditChain
{
    private static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    /// <summary>The entry that follows.</summary>
    /// <param name="last">The last one of the node's chain, or null.</param>
    public static AuditEntry Next(string org, string node, AuditEntry? last, AuditEvent next)
    {
        // Stores keep milliseconds; what is hashed must be what is read again.
        next = next with { At = DateTimeOffset.FromUnixTimeMilliseconds(next.At.ToUnixTimeMilliseconds()) };
        var number = (last?.Number ?? 0) + 1;
        return new AuditEntry(node, number, next, HashOf(last?.Hash ?? Beginning, org, node, number, next));
    }

    /// <summary>The number of the first entry that does not follow from the one before it, or 0 when all do.</summary>
    /// <param name="before">The entry before the first of them, or null when it is the chain's first.</param>
    /// <param name="entries">Of one node, in order.</param>
    public static long FirstBroken(string org, AuditEntry? before, IEnumerable<AuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            var due = Next(org, entry.Node, before, entry.Event);
            if (entry.Number != due.Number || !entry.Hash.AsSpan().SequenceEqual(due.Hash)) return due.Number;
            before = entry;
        }
        return 0;
    }

    private static byte[] HashOf(byte[] previous, string org, string node, long number, AuditEvent what)
    {
        using var bytes = new MemoryStream(256);
        bytes.Write(previous);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(org);
            json.WriteStringValue(node);
            json.WriteNumberValue(number);
            json.WriteNumberValue(what.At.ToUnixTimeMilliseconds());
            json.WriteStringValue(what.Actor.Name);
            json.WriteNumberValue((int)what.Actor.Role);
            foreach (var text in (string[])[what.Action, what.Subject, what.Reason, what.Outcome]) json.WriteStringValue(text);
            json.WriteEndArray();
        }
        return SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
