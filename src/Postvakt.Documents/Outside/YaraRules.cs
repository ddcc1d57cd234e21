using System.Runtime.InteropServices;

namespace Postvakt.Documents.Outside;

/// <summary>YARA rules of the operator, compiled once and matched by libyara.</summary>
internal sealed class YaraRules : IDisposable
{
    /// <summary>A rule file is text that people write. 16 MiB.</summary>
    private const int MaxRuleFile = 16 << 20;

    private const int MaxMatches = 200;
    private const string OwnName = "postvakt_knows_itself";
    private const string Own = "rule " + OwnName + " : mark { meta: description = \"itself\" condition: true }";

    private readonly YaraLibrary _library;
    private readonly nint _rules;
    private readonly int _names;

    private YaraRules(YaraLibrary library, nint rules, int names) => (_library, _rules, _names) = (library, rules, names);

    /// <summary>Compiles every *.yar and *.yara file of a folder, and those of its folder <see cref="YaraMatch.Named"/>.</summary>
    /// <param name="faults">What was left out and why, for the operator.</param>
    /// <returns>Null when there is no library, or nothing to match.</returns>
    public static YaraRules? Load(string folder, List<string> faults)
    {
        if (YaraLibrary.Load() is not { } library)
        {
            faults.Add("libyara is not installed");
            return null;
        }
        if (NamesAt(library) is not { } names)
        {
            faults.Add("this libyara is of an unknown version");
            return null;
        }
        if (!Directory.Exists(folder))
        {
            faults.Add($"no folder {folder}");
            return null;
        }
        var sound = new List<(string Text, string Name)>();
        foreach (var file in Files(folder).Where(f => f.EndsWith(".yar", StringComparison.Ordinal) || f.EndsWith(".yara", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(file).Length > MaxRuleFile)
            {
                faults.Add($"{Path.GetFileName(file)} is too large");
                continue;
            }
            var (text, name) = (File.ReadAllText(file), Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/'));
            // A compiler is of no use after an error (yr_compiler_add_string), so each file is tried alone first: one broken file must not cost the others.
            if (Compile(library, [(text, name)]) is not { } alone) faults.Add($"{Path.GetFileName(file)} does not compile");
            else
            {
                library.DestroyRules(alone);
                sound.Add((text, name));
            }
        }
        return sound.Count > 0 && Compile(library, sound) is { } all ? new YaraRules(library, all, names) : null;
    }

    private static IEnumerable<string> Files(string folder)
    {
        var named = Path.Combine(folder, YaraMatch.Named);
        return Directory.EnumerateFiles(folder).Concat(Directory.Exists(named) ? Directory.EnumerateFiles(named) : []);
    }

    /// <summary>Rules that match, and whether libyara came to an end.</summary>
    public YaraAnswer Match(ReadOnlyMemory<byte> content, TimeSpan time)
    {
        var found = Match(_library, _rules, content, time, rule => Describe(rule, _names), out var code);
        return new YaraAnswer(found, code switch { YaraLibrary.Success => "", YaraLibrary.TimedOut => "not done in time", _ => $"libyara gave up with error {code}" });
    }

    public void Dispose() => _library.DestroyRules(_rules);

    private static List<T> Match<T>(YaraLibrary library, nint rules, ReadOnlyMemory<byte> content, TimeSpan time, Func<nint, T> describe, out int code)
    {
        code = YaraLibrary.Success;
        var found = new List<T>();
        if (content.IsEmpty) return found;
        var bytes = MemoryMarshal.TryGetArray(content, out var all) ? all : new ArraySegment<byte>(content.ToArray());
        var pin = GCHandle.Alloc(bytes.Array, GCHandleType.Pinned);
        YaraLibrary.Callback each = (_, message, subject, _) =>
        {
            if (message == YaraLibrary.RuleMatches) found.Add(describe(subject));
            return found.Count < MaxMatches ? YaraLibrary.Continue : YaraLibrary.Abort;
        };
        try
        {
            code = library.Scan(rules, pin.AddrOfPinnedObject() + bytes.Offset, (nuint)bytes.Count, YaraLibrary.FastMode, each, 0, Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)));
        }
        finally
        {
            pin.Free();
            GC.KeepAlive(each);
        }
        return found;
    }

    private static nint? Compile(YaraLibrary library, IReadOnlyList<(string Text, string Name)> files)
    {
        if (library.CreateCompiler(out var compiler) != YaraLibrary.Success) return null;
        try
        {
            foreach (var (text, name) in files)
            {
                if (library.AddString(compiler, text, name) != 0) return null;
            }
            return library.GetRules(compiler, out var rules) == YaraLibrary.Success ? rules : null;
        }
        finally
        {
            library.DestroyCompiler(compiler);
        }
    }

    /// <summary>
    /// Where the name stands in a rule (YR_RULE in yara/types.h): behind two numbers in libyara 4.0 to 4.2, behind four since. The library is asked with a rule
    /// whose name is known; null when neither place has it.
    /// </summary>
    private static int? NamesAt(YaraLibrary library)
    {
        if (Compile(library, [(Own, "own")]) is not { } rules) return null;
        try
        {
            // In the later layout the first place holds two small numbers, which are no address.
            return Match(library, rules, new byte[1], TimeSpan.FromSeconds(5), rule => Marshal.ReadInt64(rule, 8) is > 0xFFFF_FFFF and var first && Text((nint)first) == OwnName ? 8
                : Text(Marshal.ReadIntPtr(rule, 16)) == OwnName ? 16 : (int?)null, out _).FirstOrDefault();
        }
        finally
        {
            library.DestroyRules(rules);
        }
    }

    /// <summary>Name, tags (zero-ended strings, an empty one last), meta, strings, namespace: five pointers in this order.</summary>
    private static YaraMatch Describe(nint rule, int at)
    {
        var tags = new List<string>();
        for (var tag = Marshal.ReadIntPtr(rule, at + 8); tag != 0 && tags.Count < 20 && Text(tag) is { Length: > 0 } text; tag += text.Length + 1) tags.Add(text);
        var space = Marshal.ReadIntPtr(rule, at + 32);
        return new YaraMatch(Text(Marshal.ReadIntPtr(rule, at)), space == 0 ? "" : Text(Marshal.ReadIntPtr(space)), tags, Description(Marshal.ReadIntPtr(rule, at + 16)));
    }

    /// <summary>YR_META: identifier, string, number, type (2: string), flags (1: the last of its rule); 32 bytes.</summary>
    private static string Description(nint meta)
    {
        for (var i = 0; meta != 0 && i < 100; i++, meta += 32)
        {
            if (Marshal.ReadInt32(meta, 24) == 2 && Text(Marshal.ReadIntPtr(meta)) == "description") return Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(meta, 8)) ?? "";
            if ((Marshal.ReadInt32(meta, 28) & 1) != 0) break;
        }
        return "";
    }

    private static string Text(nint address) => address == 0 ? "" : Marshal.PtrToStringAnsi(address) ?? "";
}
