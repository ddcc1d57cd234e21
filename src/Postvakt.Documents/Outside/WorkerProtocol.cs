using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Outside;

/// <summary>How requests and answers are written: one frame each, fields in order, numbers little-endian.</summary>
internal static class WorkerProtocol
{
    /// <summary>Bytes of a file that is sent; larger mail is not accepted anywhere before. 256 MiB.</summary>
    public const long MaxRequest = 256L << 20;

    /// <summary>Bytes of an answer besides the content of files: names, faults, matches. 8 MiB.</summary>
    public const long MaxAnswerRest = 8 << 20;

    /// <summary>What a worker says once it has started and can take requests.</summary>
    public const byte Ready = (byte)'R';

    private const int MaxFiles = 10_000;
    private const int MaxMatches = 1000;
    private const int MaxTags = 100;

    public static WireWriter Request(WorkerVerb verb, FileKind kind, ReadOnlyMemory<byte> content, string? password, long limit, TimeSpan time)
    {
        var frame = new WireWriter();
        frame.Byte((byte)verb);
        frame.Int32((int)kind);
        frame.Text(password);
        frame.Int64(limit);
        frame.Int64((long)time.TotalMilliseconds);
        frame.Bytes(content);
        return frame;
    }

    public static void Write(WireWriter frame, Unpacked unpacked)
    {
        frame.Byte((byte)unpacked.Outcome);
        frame.Text(unpacked.Fault);
        frame.Int32(unpacked.Files.Count);
        foreach (var file in unpacked.Files)
        {
            frame.Text(file.Name);
            frame.Int64(file.Size);
            frame.Bytes(file.Content);
        }
    }

    /// <exception cref="InvalidDataException">No such answer.</exception>
    public static Unpacked ReadUnpacked(WireReader frame, long limit)
    {
        var outcome = (UnpackOutcome)frame.Byte();
        if (!Enum.IsDefined(outcome)) throw new InvalidDataException("an outcome that there is not");
        var (fault, count, sum) = (frame.Text() ?? "", frame.Int32(), 0L);
        if (count is < 0 or > MaxFiles) throw new InvalidDataException($"{count} files");
        var files = new List<UnpackedFile>();
        for (var i = 0; i < count; i++)
        {
            var file = new UnpackedFile(frame.Text() ?? "", frame.Int64(), frame.Bytes());
            if ((sum += file.Content.Length) > limit) throw new InvalidDataException("more content than was allowed");
            files.Add(file);
        }
        if (!frame.AtEnd) throw new InvalidDataException("more than an answer");
        return new Unpacked(outcome, files, fault);
    }

    public static void Write(WireWriter frame, YaraAnswer answer)
    {
        var matches = answer.Matches;
        frame.Text(answer.Fault);
        frame.Int32(matches.Count);
        foreach (var match in matches)
        {
            frame.Text(match.Rule);
            frame.Text(match.Namespace);
            frame.Text(match.Description);
            frame.Int32(match.Tags.Count);
            foreach (var tag in match.Tags) frame.Text(tag);
        }
    }

    /// <exception cref="InvalidDataException">No such answer.</exception>
    public static YaraAnswer ReadMatches(WireReader frame)
    {
        var (fault, count) = (frame.Text() ?? "", frame.Int32());
        if (count is < 0 or > MaxMatches) throw new InvalidDataException($"{count} matches");
        var matches = new List<YaraMatch>();
        for (var i = 0; i < count; i++)
        {
            var (rule, space, description, tags) = (frame.Text() ?? "", frame.Text() ?? "", frame.Text() ?? "", frame.Int32());
            if (tags is < 0 or > MaxTags) throw new InvalidDataException($"{tags} tags");
            matches.Add(new YaraMatch(rule, space, [.. Enumerable.Range(0, tags).Select(_ => frame.Text() ?? "")], description));
        }
        return frame.AtEnd ? new YaraAnswer(matches, fault) : throw new InvalidDataException("more than an answer");
    }

    public static void Write(WireWriter frame, CodeAnswer? codes)
    {
        frame.Int32(codes?.Texts.Count ?? -1);
        foreach (var text in codes?.Texts ?? []) frame.Text(text);
    }

    /// <exception cref="InvalidDataException">No such answer.</exception>
    public static CodeAnswer? ReadCodes(WireReader frame)
    {
        var count = frame.Int32();
        if (count is < -1 or > MaxTags) throw new InvalidDataException($"{count} codes");
        var texts = Enumerable.Range(0, Math.Max(count, 0)).Select(_ => frame.Text() ?? "").ToArray();
        if (!frame.AtEnd) throw new InvalidDataException("more than an answer");
        return count < 0 ? null : new CodeAnswer(texts);
    }

    public static void Write(WireWriter frame, ulong? likeness)
    {
        frame.Byte(likeness is null ? (byte)0 : (byte)1);
        frame.Int64(unchecked((long)(likeness ?? 0)));
    }

    /// <exception cref="InvalidDataException">No such answer.</exception>
    public static ulong? ReadLikeness(WireReader frame)
    {
        var (known, value) = (frame.Byte(), unchecked((ulong)frame.Int64()));
        if (known > 1 || !frame.AtEnd) throw new InvalidDataException("no likeness");
        return known == 1 ? value : null;
    }
}
