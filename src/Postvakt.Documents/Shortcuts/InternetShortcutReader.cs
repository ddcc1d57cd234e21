using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Shortcuts;

/// <summary>Internet shortcuts (.url): where a click leads. A file:// or UNC target starts a program from a foreign share.</summary>
internal sealed class InternetShortcutReader : IFileReader
{
    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        foreach (var line in TextBytes.Decode(content.Span, 64 << 10).AsSpan().EnumerateLines())
        {
            var equals = line.IndexOf('=');
            if (equals <= 0) continue;
            var value = line[(equals + 1)..].Trim().ToString();
            if (line[..equals].Trim().Equals("URL", StringComparison.OrdinalIgnoreCase))
            {
                file.Link(value, "URL");
                if (value.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || value.StartsWith(@"\\", StringComparison.Ordinal))
                {
                    file.Does(new Effect(EffectKind.Execute, value, "", "URL", "URL"));
                    file.Find(CommandLine.NamesCode(value) ? FindingKinds.RemoteObject : FindingKinds.NetworkObject, value, "URL");
                }
            }
            else if (line[..equals].Trim().Equals("IconFile", StringComparison.OrdinalIgnoreCase) && value.StartsWith(@"\\", StringComparison.Ordinal))
            {
                file.Find(FindingKinds.RemotePicture, value, "IconFile");
            }
        }
        file.Find(FindingKinds.WebShortcut, file.Name);
    }
}
