using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Macros;

/// <summary>Writes what a command line would do into a file's effects: the command itself, what stands encoded in it, and downloads that it names.</summary>
internal static class CommandEffects
{
    private const int MaxCall = 160;

    /// <param name="where">Place in the file.</param>
    /// <param name="call">What starts it, as it stands there.</param>
    public static void Write(InspectedFile file, string command, string where, string call)
    {
        if (call.Length > MaxCall) call = call[..MaxCall];
        file.Does(new Effect(EffectKind.Execute, command, "", where, call));
        var inner = CommandLine.Decode(command);
        if (inner is not null) file.Does(new Effect(EffectKind.Execute, inner, "", where, "encoded command"));
        var plain = inner is null ? command : command + " " + inner;
        var fetches = CommandLine.Fetches(plain);
        foreach (var url in UrlScan.Find(plain))
        {
            if (fetches) file.Does(new Effect(EffectKind.Download, url, "", where, call));
            else file.Link(url, where);
        }
    }
}
