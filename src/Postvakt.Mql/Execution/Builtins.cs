using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Mql.Patterns;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Execution;

/// <summary>The library's functions that give a value.</summary>
internal static class Builtins
{
    private const int MostExtracted = 10_000;

    private static readonly Dictionary<string, Builtin> Names = new(StringComparer.Ordinal)
    {
        ["strings.count"] = (frame, a) => Count(frame, a, StringComparison.Ordinal),
        ["strings.icount"] = (frame, a) => Count(frame, a, StringComparison.OrdinalIgnoreCase),
        ["strings.concat"] = Concat,
        ["strings.levenshtein"] = (frame, a) => Distance(frame, a, false),
        ["strings.ilevenshtein"] = (frame, a) => Distance(frame, a, true),
        ["strings.replace_confusables"] = (frame, a) => OnText(frame, a, 4, Confusables.Replace),
        ["strings.parse_json"] = (frame, a) => ParseJson(frame, a),
        ["strings.scan_base64"] = ScanBase64,
        ["beta.scan_base64"] = ScanBase64,
        ["strings.decode_base64"] = (frame, a) => OnText(frame, a, 8, Base64Text.Decode),
        ["hash.sha256"] = (frame, a) => OnText(frame, a, 4, t => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(t)))),
    };

    public static Builtin? Find(string function) => Names.GetValueOrDefault(function);

    /// <summary>regex.extract and regex.count with a pattern that is known beforehand, or with one from the message.</summary>
    public static Builtin? FindPattern(string function, Func<string, bool, Pattern>? known, string? pattern)
    {
        if (function is not ("regex.extract" or "regex.iextract" or "regex.count" or "regex.icount")) return null;
        var name = function["regex.".Length..];
        var ignoreCase = name[0] == 'i';
        var made = pattern is null ? null : known!(pattern, ignoreCase);
        return (frame, a) =>
        {
            if (a[0].Text is not { } text || a[1].Text is not { } asked) return MqlValue.Null;
            frame.Steps -= text.Length / 4;
            if (frame.IsSpent || (made ?? frame.PatternOf(asked, ignoreCase)) is not { } use) return MqlValue.Null;
            return name.EndsWith("count", StringComparison.Ordinal) ? MqlValue.Of((long)use.Count(text, int.MaxValue)) : Extract(frame, use, text);
        };
    }

    private static MqlValue Extract(Frame frame, Pattern pattern, string text)
    {
        var matches = new List<MqlValue>();
        foreach (var (whole, groups) in pattern.Extract(text))
        {
            frame.Steps -= 4 + groups.Length;
            if (matches.Count == MostExtracted || frame.IsSpent) return MqlValue.Missing(Missing.Budget);
            var named = new MqlMap();
            for (var i = 0; i < groups.Length; i++)
                if (pattern.GroupNames[i] is { } name) named[name] = MqlValue.Of(groups[i]);
            matches.Add(MqlValue.Of(new MqlMap
            {
                ["full_match"] = MqlValue.Of(whole),
                ["groups"] = MqlValue.Of(new MqlArray([.. groups.Select(MqlValue.Of)])),
                ["named_groups"] = MqlValue.Of(named),
            }));
        }
        return MqlValue.Of(new MqlArray([.. matches]));
    }

    private static MqlValue OnText(Frame frame, ReadOnlySpan<MqlValue> a, int perStep, Func<string, string?> function)
    {
        if (a[0].Text is not { } text) return MqlValue.Null;
        frame.Steps -= text.Length / perStep;
        return frame.IsSpent ? MqlValue.Null : MqlValue.Of(function(text));
    }

    private static MqlValue Count(Frame frame, ReadOnlySpan<MqlValue> a, StringComparison comparison)
    {
        if (a[0].Text is not { } text || a[1].Text is not { } part) return MqlValue.Null;
        frame.Steps -= text.Length / 8;
        if (part.Length == 0) return MqlValue.Of(0L);
        var count = 0L;
        for (var at = text.IndexOf(part, comparison); at >= 0; at = text.IndexOf(part, at + part.Length, comparison)) count++;
        return MqlValue.Of(count);
    }

    private static MqlValue Concat(Frame frame, ReadOnlySpan<MqlValue> a)
    {
        var joined = new StringBuilder();
        foreach (var part in a)
        {
            if (part.Text is not { } text) return MqlValue.Null;
            frame.Steps -= text.Length / 32;
            if (frame.IsSpent) return MqlValue.Null;
            joined.Append(text);
        }
        return MqlValue.Of(joined.ToString());
    }

    private static MqlValue Distance(Frame frame, ReadOnlySpan<MqlValue> a, bool ignoreCase)
    {
        if (a[0].Text is not { } left || a[1].Text is not { } right) return MqlValue.Null;
        // Each character with each: two bodies of a mail against one another would take hours.
        frame.Steps -= (long)left.Length * right.Length / 8;
        return frame.IsSpent ? MqlValue.Null : MqlValue.Of((long)EditDistance.Of(left, right, ignoreCase));
    }

    private static MqlValue ParseJson(Frame frame, ReadOnlySpan<MqlValue> a)
    {
        if (a[0].Text is not { } text) return MqlValue.Null;
        frame.Steps -= text.Length / 4;
        if (frame.IsSpent) return MqlValue.Null;
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonValues.Of(document.RootElement);
        }
        catch (JsonException)
        {
            return MqlValue.Null;
        }
    }

    private static MqlValue ScanBase64(Frame frame, ReadOnlySpan<MqlValue> a)
    {
        if (a[0].Text is not { } text) return MqlValue.Null;
        frame.Steps -= text.Length / 4;
        if (frame.IsSpent) return MqlValue.Null;
        string[]? encodings = a[3].Array is { } list ? [.. list.Items.ToArray().Select(i => i.Text).OfType<string>()] : null;
        var found = Base64Text.Scan(text, a[1].Text == "url", a[2].TryBool(out var ignore) && ignore, encodings);
        return MqlValue.Of(new MqlArray([.. found.Select(MqlValue.Of)]));
    }
}
