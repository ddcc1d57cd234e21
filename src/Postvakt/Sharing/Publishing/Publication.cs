using System.IO.Compression;
using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Sharing.Publishing;

/// <summary>A report that somebody published as it was at that moment: partners get what he saw, and nothing that came later.</summary>
/// <param name="Kind">incident or campaign.</param>
/// <param name="Subject">Id of the incident, or the campaign's name.</param>
/// <param name="By">Who answers for it.</param>
/// <param name="AddedAt">When this version was added: clients ask for what came after a time. No two have the same.</param>
/// <param name="Report">Revoked where it was withdrawn.</param>
public sealed record Publication(string Kind, string Subject, string By, string Reason, DateTimeOffset AddedAt, SharedReport Report)
{
    /// <summary>Kind in the register; its id is the report's.</summary>
    public const string RegisterKind = "publication";

    /// <summary>Bytes of an entry, with room for what is beside the report (64 KiB in all).</summary>
    internal const int MaxPacked = 60 << 10;

    /// <summary>Bytes of a report unpacked. 1 MiB: we packed it, and nothing of ours is larger.</summary>
    private const int MaxPlain = 1 << 20;

    public string Id => Report.Id;

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static Publication Of(RegisterEntry entry)
    {
        var kept = JsonSerializer.Deserialize<Kept>(entry.Json) ?? throw new JsonException("an empty publication");
        using var packed = new BrotliStream(new MemoryStream(Convert.FromBase64String(kept.Report)), CompressionMode.Decompress);
        var plain = new byte[MaxPlain];
        var length = packed.ReadAtLeast(plain, MaxPlain, throwOnEndOfStream: false);
        return new Publication(kept.Kind, kept.Subject, kept.By, kept.Reason, kept.AddedAt, JsonSerializer.Deserialize<SharedReport>(plain.AsSpan(0, length)) ?? throw new JsonException("an empty report"));
    }

    internal RegisterChange Change(long version) => new(RegisterKind, Id, JsonSerializer.Serialize(new Kept(Kind, Subject, By, Reason, AddedAt, Pack(Report))), version);

    internal static string Pack(SharedReport report)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)) JsonSerializer.Serialize(brotli, report);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <param name="Report">JSON, by Brotli, as Base64: a register's entry is small.</param>
    private sealed record Kept(string Kind, string Subject, string By, string Reason, DateTimeOffset AddedAt, string Report);
}
