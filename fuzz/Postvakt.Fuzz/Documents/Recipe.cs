using System.Globalization;
using System.Text;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

/// <summary>
/// A file to be put together of parts, so that mutation meets what is inside instead of packed data. As text: a line "\x1fFORM NAME", then for each
/// part a line "\x1f+PATH" and its bytes. Forms: raw, zip, ole, image (a path is an offset). A path "a::b" is the part b of the compound file a;
/// "|o" at its end has it compressed as VBA is. Whatever has no such first line is a raw file.
/// </summary>
internal sealed class Recipe(string form, string name)
{
    private const byte Mark = 0x1F;

    /// <summary>Images are mostly zeros: those longer than this are cut.</summary>
    private const int MaxImage = 6 << 20;

    private const int MaxParts = 300;

    private const int Swollen = 3 << 20;

    private readonly List<(string Path, ReadOnlyMemory<byte> Content)> _parts = [];

    public string Name => name;

    public Recipe Part(string path, ReadOnlyMemory<byte> content)
    {
        _parts.Add((path, content));
        return this;
    }

    public Recipe Part(string path, string content) => Part(path, Encoding.UTF8.GetBytes(content));

    public static byte[] Raw(string name, string content) => Raw(name, Encoding.UTF8.GetBytes(content));

    public static byte[] Raw(string name, byte[] content) => [Mark, .. Encoding.UTF8.GetBytes("raw " + name + "\n"), .. content];

    /// <summary>A compound file as its streams.</summary>
    public static byte[] Streams(string name, byte[] file)
    {
        var budget = new Budget(new InspectionLimits(), TimeProvider.System);
        var compound = CompoundFile.Open(file, budget);
        var recipe = new Recipe("ole", name);
        foreach (var entry in compound.Entries.Where(e => !e.IsStorage)) recipe.Part(entry.Path, compound.Read(entry));
        return recipe.ToArray();
    }

    /// <summary>An image as the blocks that are not empty.</summary>
    public static byte[] Image(string name, byte[] image)
    {
        const int Block = 512;
        var recipe = new Recipe("image", name);
        for (var at = 0; at < image.Length; at += Block)
        {
            var start = at;
            while (at < image.Length && image.AsSpan(at, Math.Min(Block, image.Length - at)).IndexOfAnyExcept((byte)0) >= 0) at += Block;
            if (at > start) recipe.Part(start.ToString(CultureInfo.InvariantCulture), image.AsMemory(start, Math.Min(at, image.Length) - start));
        }
        return recipe.Part(image.Length.ToString(CultureInfo.InvariantCulture), ReadOnlyMemory<byte>.Empty).ToArray();
    }

    public byte[] ToArray()
    {
        using var into = new MemoryStream();
        into.WriteByte(Mark);
        into.Write(Encoding.UTF8.GetBytes($"{form} {name}"));
        foreach (var (path, content) in _parts)
        {
            into.Write([(byte)'\n', Mark, (byte)'+']);
            into.Write(Encoding.UTF8.GetBytes(path));
            into.WriteByte((byte)'\n');
            into.Write(content.Span);
        }
        return into.ToArray();
    }

    public static Recipe Read(ReadOnlyMemory<byte> input)
    {
        if (input.IsEmpty || input.Span[0] != Mark) return new Recipe("raw", "a").Part("", input);
        var head = Line(input, 1, out var at);
        var blank = head.IndexOf(' ', StringComparison.Ordinal);
        var recipe = new Recipe(blank < 0 ? "raw" : head[..blank], head[(blank + 1)..]);
        if (recipe.IsRaw) return recipe.Part("", input[at..]);
        while (at < input.Length && recipe._parts.Count < MaxParts)
        {
            var path = Line(input, Math.Min(at + 2, input.Length), out var from);
            var length = input.Span[from..].IndexOf([(byte)'\n', Mark, (byte)'+']);
            var to = length < 0 ? input.Length : from + length;
            recipe.Part(path, input[from..to]);
            at = length < 0 ? input.Length : to + 1;
        }
        return recipe;
    }

    /// <summary>Repeats a piece of one part until it has megabytes: what grows faster than its input shows only then.</summary>
    public void Swell(Random random)
    {
        if (_parts.Count == 0) return;
        var number = random.Next(_parts.Count);
        var (path, content) = _parts[number];
        if (content.Length == 0) return;
        var at = random.Next(content.Length);
        var piece = content.Slice(at, Math.Min(content.Length - at, 1 << random.Next(10)));
        var swollen = new byte[content.Length + Swollen / piece.Length * piece.Length];
        content[..at].CopyTo(swollen);
        var to = at;
        for (; to < swollen.Length - (content.Length - at); to += piece.Length) piece.CopyTo(swollen.AsMemory(to));
        content[at..].CopyTo(swollen.AsMemory(to));
        _parts[number] = (path, swollen);
    }

    public byte[] Pack()
    {
        if (IsRaw) return _parts[0].Content.ToArray();
        if (form == "image") return Disk();
        var whole = new List<(string Path, byte[] Content)>();
        var inner = new Dictionary<string, List<(string Path, byte[] Content)>>();
        foreach (var (path, content) in _parts)
        {
            var bytes = path.EndsWith("|o", StringComparison.Ordinal) ? VbaPacking.Pack(content.Span) : content.ToArray();
            var plain = path.EndsWith("|o", StringComparison.Ordinal) ? path[..^2] : path;
            var border = plain.IndexOf("::", StringComparison.Ordinal);
            if (border < 0) whole.Add((plain, bytes));
            else if (inner.TryGetValue(plain[..border], out var list)) list.Add((plain[(border + 2)..], bytes));
            else inner[plain[..border]] = [(plain[(border + 2)..], bytes)];
        }
        whole.AddRange(inner.Select(i => (i.Key, Compound(i.Value))));
        return form == "ole" ? Compound(whole) : Zip(whole);
    }

    private bool IsRaw => form is not ("zip" or "ole" or "image");

    private static string Line(ReadOnlyMemory<byte> input, int from, out int next)
    {
        var length = input.Span[from..].IndexOf((byte)'\n');
        next = length < 0 ? input.Length : from + length + 1;
        return Encoding.UTF8.GetString(input.Span[from..(length < 0 ? input.Length : from + length)][..Math.Min(length < 0 ? input.Length - from : length, 400)]);
    }

    private static byte[] Zip(List<(string Path, byte[] Content)> parts)
    {
        var zip = new ZipMaker();
        foreach (var (path, content) in parts) zip.Add(path, content, new ZipOptions { Method = content.Length > 1 << 16 ? (ushort)8 : (ushort)0 });
        return zip.Build();
    }

    /// <summary>Names as a directory can hold them: 31 characters.</summary>
    private static byte[] Compound(List<(string Path, byte[] Content)> parts)
    {
        var writer = new CompoundFileWriter();
        foreach (var (path, content) in parts)
            writer.Stream(string.Join('/', path.Split('/').Take(12).Select(n => n.Length == 0 ? "x" : n[..Math.Min(n.Length, 31)])), content);
        return writer.ToArray();
    }

    private byte[] Disk()
    {
        var places = _parts.Select(p => (At: int.TryParse(p.Path, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? Math.Min(at, MaxImage) : 0, p.Content)).ToArray();
        var disk = new byte[places.Select(p => p.At + p.Content.Length).DefaultIfEmpty().Max()];
        foreach (var (at, content) in places) content.Span.CopyTo(disk.AsSpan(at));
        return disk;
    }
}
