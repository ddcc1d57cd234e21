using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

/// <summary>Answers always the same.</summary>
internal sealed class FixedParsers(YaraMatch? match) : IOutsideParsers
{
    public byte[] Content { get; init; } = [];

    public UnpackOutcome Outcome { get; init; }

    public string Fault { get; init; } = "";

    public Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time) => new(Outcome, [new UnpackedFile("a", Content.Length, Content)], Fault);

    public YaraAnswer Match(ReadOnlyMemory<byte> content, TimeSpan time) => new(match is null ? [] : [match], Fault);

    public ulong? Likeness(ReadOnlyMemory<byte> picture, TimeSpan time) => null;
}
