using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Shortcuts;

/// <summary>Windows shortcuts: [MS-SHLLINK] 2.1 to 2.5. What it starts, with which arguments, and what it hides.</summary>
internal sealed class LinkReader : IFileReader
{
    private const uint EnvironmentBlock = 0xA0000001;
    private const uint TrackerBlock = 0xA0000003;

    /// <summary>The Properties dialogue shows 260 characters: what stands behind more blanks than that is hidden.</summary>
    private const int HidingBlanks = 40;

    [Flags]
    private enum Has : uint
    {
        TargetIds = 1,
        Info = 2,
        Name = 4,
        RelativePath = 8,
        WorkingFolder = 0x10,
        Arguments = 0x20,
        Icon = 0x40,
        Unicode = 0x80,
    }

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        file.Find(FindingKinds.Shortcut, file.Name);
        var link = new ByteReader(content.Span);
        link.MoveTo(0x14);
        var has = (Has)link.UInt32();
        link.MoveTo(0x3C);
        var show = link.UInt32();
        link.MoveTo(0x4C);
        var (target, arguments) = ("", "");
        try
        {
            if (has.HasFlag(Has.TargetIds)) target = LastName(link.Take(link.UInt16()));
            if (has.HasFlag(Has.Info)) target = InfoPath(ref link) is { Length: > 0 } path ? path : target;
            Text(ref link, has, Has.Name, out var name);
            Text(ref link, has, Has.RelativePath, out var relative);
            Text(ref link, has, Has.WorkingFolder, out var folder);
            Text(ref link, has, Has.Arguments, out arguments);
            Text(ref link, has, Has.Icon, out var icon);
            if (target.Length == 0) target = relative;
            foreach (var (key, value) in new[] { ("description", name), ("relative path", relative), ("working folder", folder), ("icon", icon) }) file.Property(key, value);
            ReadExtra(ref link, file, ref target);
            if (link.Left > 64) file.Find(FindingKinds.ShortcutHides, $"{link.Left:N0} bytes behind its end");
        }
        finally
        {
            Report(file, target, arguments, show);
        }
        if (link.Left > 64) inspection.Open(file, "behind the shortcut", content[link.Position..]);
    }

    private static void Report(InspectedFile file, string target, string arguments, uint show)
    {
        file.Property("target", target);
        file.Property("arguments", arguments.Trim());
        var command = (target + " " + Squeeze(arguments)).Trim();
        if (command.Length == 0) return;
        if (arguments.AsSpan().IndexOf(new string(' ', HidingBlanks)) >= 0) file.Find(FindingKinds.ShortcutHides, "blanks before " + arguments.Trim());
        CommandEffects.Write(file, command, "target and arguments", command);
        // 2.1: 7 shows the window minimised and unfocused.
        if (show == 7) file.Does(new Effect(EffectKind.Hide, target, "", "window", "ShowCommand 7"));
        if (CommandLine.StartsCarrier(command) && arguments.Length > 0 || CommandLine.Fetches(command)) file.Find(FindingKinds.ShortcutCommand, command);
        if (target.StartsWith(@"\\", StringComparison.Ordinal)) file.Find(FindingKinds.RemoteObject, target);
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split([' ', '\t', '\r', '\n', '\0'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>2.4: counted characters.</summary>
    private static void Text(ref ByteReader link, Has has, Has which, out string text)
    {
        text = "";
        if (!has.HasFlag(which)) return;
        int count = link.UInt16();
        text = has.HasFlag(Has.Unicode) ? Encoding.Unicode.GetString(link.Take(Math.Min(2 * count, link.Left))) : Encoding.Latin1.GetString(link.Take(Math.Min(count, link.Left)));
    }

    /// <summary>2.3: LinkInfo; the local path, or the share with the rest of the path.</summary>
    private static string InfoPath(ref ByteReader link)
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(link.Rest.Length >= 4 ? link.Rest : new byte[4]);
        if (size < 0x1C || size > link.Left) throw new MalformedException("LinkInfo of a wrong size");
        var info = link.Take(size);
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(info[8..]);
        var suffix = String(info, BinaryPrimitives.ReadInt32LittleEndian(info[0x18..]));
        if ((flags & 1) != 0) return String(info, BinaryPrimitives.ReadInt32LittleEndian(info[0x10..])) + suffix;
        if ((flags & 2) != 0 && BinaryPrimitives.ReadInt32LittleEndian(info[0x14..]) is var at && at > 0 && at + 0x14 <= info.Length)
        {
            var share = String(info, at + BinaryPrimitives.ReadInt32LittleEndian(info[(at + 8)..]));
            return share.Length == 0 ? suffix : suffix.Length == 0 ? share : share + @"\" + suffix;
        }
        return "";
    }

    private static string String(ReadOnlySpan<byte> info, int at)
    {
        if (at <= 0 || at >= info.Length) return "";
        var text = info[at..];
        var end = text.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? text : text[..end]);
    }

    /// <summary>2.2: the item list of the shell. Its last file entry names the target when nothing else does.</summary>
    private static string LastName(ReadOnlySpan<byte> list)
    {
        var names = new StringBuilder();
        while (list.Length >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(list) is var size && size >= 3 && size <= list.Length)
        {
            var item = list[2..size];
            if ((item[0] & 0x70) == 0x30 && item.Length > 14 || item[0] == 0x2F && item.Length > 2)
            {
                var raw = item[0] == 0x2F ? item[1..] : item[12..];
                var end = raw.IndexOf((byte)0);
                var name = Encoding.Latin1.GetString(end < 0 ? raw : raw[..end]);
                names.Append(names.Length > 0 && names[^1] != '\\' ? "\\" : "").Append(name);
            }
            list = list[size..];
        }
        return names.ToString();
    }

    /// <summary>2.5: blocks of size and signature, ended by a size under four.</summary>
    private static void ReadExtra(ref ByteReader link, InspectedFile file, ref string target)
    {
        while (link.Left >= 4)
        {
            var size = link.Int32();
            if (size < 4) return;
            if (size < 8 || size - 4 > link.Left) throw new MalformedException("an extra block of a wrong size");
            var block = link.Take(size - 4);
            switch (BinaryPrimitives.ReadUInt32LittleEndian(block))
            {
                case EnvironmentBlock when block.Length >= 4 + 260 + 520:
                    var path = Encoding.Unicode.GetString(block.Slice(264, 520));
                    path = path.IndexOf('\0') is var end && end >= 0 ? path[..end] : path;
                    if (path.Length > 0) target = path;
                    break;
                case TrackerBlock when block.Length >= 12 + 16:
                    file.Property("made on", Encoding.Latin1.GetString(block.Slice(12, 16)));
                    break;
                default:
                    break;
            }
        }
    }
}
