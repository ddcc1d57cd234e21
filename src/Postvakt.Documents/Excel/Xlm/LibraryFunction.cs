namespace Postvakt.Documents.Excel.Xlm;

/// <summary>A function of a library that a macro names.</summary>
/// <param name="Module">As written: "urlmon", "C:\Folder\name.dll".</param>
internal sealed record LibraryFunction(string Module, string Function)
{
    /// <summary>"dll!function", the module without folder of the system and without ".dll", in lower case.</summary>
    public override string ToString() => $"{(Module.Contains('\\', StringComparison.Ordinal) ? Module : PlainModule)}!{Function}";

    public string PlainModule => Module.ToLowerInvariant() is var lower && lower.EndsWith(".dll", StringComparison.Ordinal) ? lower[..^4] : lower;

    /// <summary>Function in lower case, without the letter that tells its ANSI from its Unicode form.</summary>
    public string PlainFunction => Function.Length > 1 && Function[^1] is 'A' or 'W' && char.IsLower(Function[^2]) ? Function[..^1].ToLowerInvariant() : Function.ToLowerInvariant();
}
