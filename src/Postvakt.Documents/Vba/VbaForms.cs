using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Vba;

/// <summary>
/// Texts of controls on forms, where macros keep what they do not want in their source: [MS-OFORMS]. The stream "f" of a form lists its controls,
/// "o" holds them one after the other.
/// </summary>
internal sealed class VbaForms
{
    private const int MaxValues = 2000;
    private const int MaxForms = 200;

    /// <summary>Bytes of one stream that are read. 1 MiB.</summary>
    private const int MaxStream = 1 << 20;

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>"form.control.property", and "form.control" for what a control gives without one.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>There are more forms, or longer ones, than are read.</summary>
    public bool Cut { get; private set; }

    /// <param name="home">Storage of the project.</param>
    public static VbaForms Read(CompoundFile compound, string home, Budget budget)
    {
        var forms = new VbaForms();
        var prefix = home.Length == 0 ? "" : home + "/";
        var count = 0;
        foreach (var entry in compound.Entries)
        {
            if (entry.IsStorage || entry.Name != "f" || entry.Folder.Length <= prefix.Length || !entry.Folder.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            budget.Look();
            if (++count > MaxForms)
            {
                forms.Cut = true;
                break;
            }
            // Frames are storages inside their form's: "Form/i03". Their controls are named as the form's.
            var form = entry.Folder[prefix.Length..].Split('/')[0];
            var objects = compound.Find(entry.Folder + "/o") is { IsStream: true } stream ? compound.View(stream) : default;
            forms.ReadForm(form, forms.Head(compound.View(entry).Span), forms.Head(objects.Span), budget);
        }
        return forms;
    }

    private ReadOnlySpan<byte> Head(ReadOnlySpan<byte> stream)
    {
        Cut |= stream.Length > MaxStream;
        return stream[..Math.Min(stream.Length, MaxStream)];
    }

    /// <summary>2.2.10.12.1 OleSiteConcreteControl: a version of 0, its length, a mask. Sites are searched for, because what stands before them varies.</summary>
    private void ReadForm(string form, ReadOnlySpan<byte> sites, ReadOnlySpan<byte> objects, Budget budget)
    {
        var (at, objectAt, looked) = (0, 0, 0);
        while (at + 12 <= sites.Length && _values.Count < MaxValues)
        {
            // Each place where a site begins and breaks off costs an exception.
            if (at - looked >= 1024)
            {
                looked = at;
                budget.Look();
            }
            if (sites[at] != 0 || sites[at + 1] != 0 || FormSite.Read(sites[at..]) is not { } site)
            {
                at++;
                continue;
            }
            at += site.Length;
            Add($"{form}.{site.Name}", "tag", site.Tag);
            Add($"{form}.{site.Name}", "controltiptext", site.Tip);
            if (objectAt + site.ObjectSize > objects.Length) continue;
            var (value, caption) = FormControl.Read(objects.Slice(objectAt, site.ObjectSize), site.Class);
            objectAt += site.ObjectSize;
            Add($"{form}.{site.Name}", "caption", caption);
            Add($"{form}.{site.Name}", "value", value);
            Add($"{form}.{site.Name}", "text", value);
            if ((value.Length > 0 ? value : caption) is { Length: > 0 } usual) _values.TryAdd($"{form}.{site.Name}", usual);
        }
    }

    private void Add(string control, string property, string value)
    {
        if (value.Length > 0) _values.TryAdd($"{control}.{property}", value);
    }

    /// <summary>2.4.8: a count of bytes whose upper bit says that each character takes one byte.</summary>
    public static string Text(ref ByteReader reader, uint count)
    {
        var length = (int)(count & 0x7FFF_FFFF);
        if (length > reader.Left) throw new MalformedException("a text beyond the end");
        var bytes = reader.Take(length);
        var text = (count & 0x8000_0000) != 0 ? Encoding.Latin1.GetString(bytes) : Encoding.Unicode.GetString(bytes);
        Align(ref reader, 4);
        return text;
    }

    public static void Align(ref ByteReader reader, int size)
    {
        var over = reader.Position % size;
        if (over != 0) reader.Skip(Math.Min(size - over, reader.Left));
    }
}
