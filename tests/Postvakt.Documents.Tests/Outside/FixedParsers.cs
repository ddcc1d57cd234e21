using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

/// <summary>Answers always the same.</summary>
internal sealed class FixedParsers(YaraMatch? match) : IOutsideParsers
{
    public byte[] Content { get; init; } = [];

    public Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time) => new(UnpackOutcome.Done, [new UnpackedFile("a", Content.Length, Content)], "");

    public IReadOnlyList<YaraMatch> Match(ReadOnlyMemory<byte> content, TimeSpan time) => match is null ? [] : [match];

    public ulong? Likeness(ReadOnlyMemory<byte> picture, TimeSpan time) => null;
}
