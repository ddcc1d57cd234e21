using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Rtf;

/// <summary>An object in the OLE 1.0 form ([MS-OLEDS] 2.2), as RTF holds it: linked or embedded.</summary>
internal static class OldObject
{
    private const int MaxString = 4096;

    public static void Read(InspectedFile file, ReadOnlyMemory<byte> content, bool updates, Inspection inspection)
    {
        var start = content.Span.IndexOf(CompoundFile.Signature);
        try
        {
            var data = new ByteReader(content.Span);
            data.UInt32();
            var format = data.UInt32();
            var name = String(ref data);
            if (name.Contains("equation", StringComparison.OrdinalIgnoreCase)) file.Find(FindingKinds.EquationObject, name, "objdata");
            var topic = String(ref data);
            String(ref data);
            if (format == 1)
            {
                // 2.2.6: a linked object; its topic is the file or address.
                RemoteParts.Object(file, topic, "linked object " + name);
                return;
            }
            if (format == 2)
            {
                var length = Math.Min((int)Math.Min(data.UInt32(), int.MaxValue), data.Left);
                var native = content.Slice(data.Position, length);
                if (updates) file.Find(FindingKinds.RemoteObject, name, "object that updates itself");
                Open(file, name, native, inspection);
                return;
            }
        }
        catch (MalformedException) when (start >= 0)
        {
            // A broken wrapper does not keep Word from loading the object inside it.
        }
        if (start >= 0) inspection.Open(file, "object", content[start..]);
        else file.Find(FindingKinds.AnalysisIncomplete, $"an object of {content.Length:N0} bytes in no known form", "objdata");
    }

    private static void Open(InspectedFile file, string name, ReadOnlyMemory<byte> native, Inspection inspection)
    {
        if (name.Equals("Package", StringComparison.OrdinalIgnoreCase) && OlePackage.Unwrap(native) is { } package)
        {
            EmbeddedObjects.OpenPackage(file, package, inspection);
            return;
        }
        inspection.Open(file, name.Length > 0 ? name : "object", native);
    }

    private static string String(ref ByteReader data)
    {
        var length = data.UInt32();
        if (length > MaxString) throw new MalformedException("a name without end");
        return Encoding.Latin1.GetString(data.Take((int)Math.Min(length, (uint)data.Left))).TrimEnd('\0');
    }
}
