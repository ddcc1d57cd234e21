using System.Text.Json;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Bench;

/// <summary>Measures the splitter on cases with a stated reply text; white space aside.</summary>
internal static class QuoteCases
{
    public static int Run(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var (total, exact, authored) = (0, 0, 0);
        foreach (var item in json.RootElement.EnumerateArray())
        {
            var input = item.GetProperty("input").GetString()!;
            var mail = item.TryGetProperty("input_kind", out var kind) && kind.GetString() == "eml";
            var body = mail ? BodyFiles.Plain(input) : PlainText.Render(input, MessageLimits.Default);
            var split = QuoteSplitter.Split(body, MessageLimits.Default);
            var expected = Fold(item.GetProperty("expected_reply").GetString()!);
            total++;
            authored += Fold(split.Authored) == expected ? 1 : 0;
            if (Fold(split.ReadReply()) == expected)
            {
                exact++;
                continue;
            }
            Console.WriteLine($"MISS {item.GetProperty("suite").GetString()} {item.GetProperty("name").GetString()}");
            PrintDifference(expected, Fold(split.ReadReply()));
            QuoteDump.Print(split, brief: true);
        }
        Console.WriteLine($"reply text {exact}/{total}   authored alone {authored}/{total}");
        return exact == total ? 0 : 1;
    }

    private static void PrintDifference(string expected, string found)
    {
        var same = expected.AsSpan().CommonPrefixLength(found);
        Console.WriteLine($"   same for {same}; expected …{Part(expected, same)}");
        Console.WriteLine($"   {new string(' ', 9)}     found …{Part(found, same)}");
    }

    private static string Part(string text, int from) => text.Substring(Math.Max(0, from - 10), Math.Min(110, text.Length - Math.Max(0, from - 10)));

    private static string Fold(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
