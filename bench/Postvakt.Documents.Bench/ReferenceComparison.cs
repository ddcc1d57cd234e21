using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Bench;

/// <summary>Holds VBA modules against another tool's reading: by name, and by SHA-256 of the source as UTF-8 with its line ends as stored.</summary>
internal static class ReferenceComparison
{
    public static int Run(List<BenchFile> files, string reference)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(reference));
        var expected = json.RootElement.GetProperty("files");
        var (equal, renamed, different, missing, extra) = (0, 0, 0, 0, 0);
        foreach (var file in files)
        {
            if (!expected.TryGetProperty(file.Name, out var entry)) continue;
            var ours = BenchInspection.Inspect(file).All.SelectMany(f => f.Modules).Where(m => m.Language == MacroLanguage.Vba).ToList();
            foreach (var module in entry.GetProperty("modules").EnumerateArray())
            {
                var (name, hash, chars) = (module.GetProperty("name").GetString()!, module.GetProperty("sha256").GetString()!, module.GetProperty("chars").GetInt32());
                if (module.GetProperty("stream").GetString() == "xlm_macro") continue;
                if (ours.Find(m => m.Name == name && Hash(m.Source) == hash) is { } same)
                {
                    equal++;
                    ours.Remove(same);
                }
                else if (ours.Find(m => Hash(m.Source) == hash) is { } sameSource)
                {
                    renamed++;
                    ours.Remove(sameSource);
                    Console.WriteLine($"name      {file.Name}: {name} is {sameSource.Name} here");
                }
                else if (ours.Find(m => m.Name == name) is { } sameName)
                {
                    different++;
                    ours.Remove(sameName);
                    var folded = Hash(sameName.Source.Replace("\r\n", "\n", StringComparison.Ordinal)) == hash ? ", equal when line ends are folded" : "";
                    Console.WriteLine($"source    {file.Name}: {name} has {chars} characters there, {sameName.Source.Length} here{folded}");
                }
                else
                {
                    missing++;
                    Console.WriteLine($"missing   {file.Name}: {name} ({chars} characters)");
                }
            }
            foreach (var module in ours)
            {
                extra++;
                Console.WriteLine($"only here {file.Name}: {module.Name} ({module.Source.Length} characters) in {module.Stream}");
            }
        }
        Console.WriteLine($"{equal} modules equal, {renamed} under another name, {different} with other source, {missing} missing, {extra} only here");
        return different + missing == 0 ? 0 : 1;
    }

    private static string Hash(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
}
