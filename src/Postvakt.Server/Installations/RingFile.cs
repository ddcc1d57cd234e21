using System.Text.Json.Serialization;

namespace Postvakt.Server.Installations;

/// <summary>The key ring as it stands on disk.</summary>
internal sealed record RingFile(RingKey Fingerprint, IReadOnlyList<RingKey> Seal);

internal sealed record RingKey(int Version, byte[] Key);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RingFile))]
internal sealed partial class RingJson : JsonSerializerContext;
