using System.Text.Json.Serialization;

namespace Postvakt.Server.Installations;

/// <summary>The key ring as it stands on disk.</summary>
/// <param name="Copied">When <see cref="KeyRing.Backup"/> last copied the ring as it is now; null after every change.</param>
internal sealed record RingFile(RingKey Fingerprint, IReadOnlyList<RingKey>? Seal, IReadOnlyList<RingKey>? Token, DateTimeOffset? Copied = null);

internal sealed record RingKey(int Version, byte[] Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RingFile))]
internal sealed partial class RingJson : JsonSerializerContext;
