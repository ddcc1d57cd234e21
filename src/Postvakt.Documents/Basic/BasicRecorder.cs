using System.Buffers;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Basic;

/// <summary>Takes down what a program does while it is followed.</summary>
internal sealed class BasicRecorder(InspectedFile file)
{
    /// <summary>Effects of one kind.</summary>
    private const int MaxEffects = 400;

    private const int MaxDecoded = 50;
    private const int MaxText = 2048;
    private const int MaxLooks = 5000;
    private const int MinText = 6;

    /// <summary>Characters of a text in which something telling is looked for.</summary>
    private const int MaxLook = 8192;

    private static readonly SearchValues<string> Telling = SearchValues.Create(
    [
        "://", @":\", @"%\", @"\\", "powershell", "cmd ", "cmd.exe", "wscript", "mshta", "regsvr32", "rundll32", "certutil", "bitsadmin", ".exe", ".dll", ".vbs", ".ps1", ".js", ".hta", ".bat", "shell", "xmlhttp", "adodb", "winmgmts", "win32_",
        "urlmon", "kernel32", "scripting.", "currentversion",
    ], StringComparison.OrdinalIgnoreCase);

    private readonly Dictionary<(BasicUnit, BasicProcedure?, string), string> _lastOf = [];
    private readonly Dictionary<EffectKind, int> _effects = [];
    private int _looks;

    /// <summary>True while nothing that starts by itself leads here.</summary>
    public bool IsDormant { get; set; }

    /// <summary>Address of the last request, for contents that were passed through code we could not follow.</summary>
    public string LastUrl { get; set; } = "";

    public void Does(BasicFrame frame, EffectKind kind, string target, string other = "")
    {
        if ((_effects[kind] = _effects.GetValueOrDefault(kind) + 1) > MaxEffects) return;
        var effect = new Effect(kind, Cut(target), Cut(other), $"{frame.Unit.Name}:{frame.Line}", frame.Unit.Line(frame.Line));
        if (file.Effects.Contains(effect)) return;
        file.Does(IsDormant ? effect with { Dormant = true } : effect);
        if (kind == EffectKind.CallLibrary) return;
        if (target.Length >= MinText && !frame.Unit.Source.Contains(target, StringComparison.Ordinal)) Keep(frame.Unit, target, isSure: false);
        if (kind == EffectKind.Execute && CommandLine.Decode(target) is { } plain) Decoded(frame, plain);
    }

    /// <summary>A text that was put together: kept when it tells something. Of a variable that grows, the last text counts.</summary>
    public void Made(BasicFrame frame, string variable, string text)
    {
        if (text.Length < MinText) return;
        var key = (frame.Unit, frame.Procedure, variable);
        if (_lastOf.TryGetValue(key, out var last))
        {
            if (!text.StartsWith(last, StringComparison.Ordinal)) Keep(frame.Unit, last, isSure: false);
        }
        else if (_lastOf.Count >= 500)
        {
            return;
        }
        _lastOf[key] = text;
    }

    public void Decoded(BasicFrame frame, string text) => Keep(frame.Unit, text, isSure: true);

    public void Finish()
    {
        foreach (var ((unit, _, _), text) in _lastOf) Keep(unit, text, isSure: false);
        _lastOf.Clear();
    }

    private void Keep(BasicUnit unit, string text, bool isSure)
    {
        if (unit.Decoded.Count >= MaxDecoded || _looks >= MaxLooks) return;
        _looks++;
        if (!isSure && !text.AsSpan(0, Math.Min(text.Length, MaxLook)).ContainsAny(Telling)) return;
        text = Cut(text);
        if (unit.Decoded.Contains(text)) return;
        unit.Decoded.Add(text);
        foreach (var url in BasicUrls.In(text)) file.Link(url, unit.Name);
    }

    private static string Cut(string text) => text.Length > MaxText ? text[..MaxText] : text;
}
