using System.Globalization;

namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Names and counts of arguments of functions by their numbers in formula tokens.</summary>
internal static class FunctionTable
{
    private static readonly (string? Name, int Arguments)[] Functions = Load("functions.tsv");
    private static readonly (string? Name, int Arguments)[] Commands = Load("commands.tsv");
    private static readonly HashSet<string> All = [.. Functions.Concat(Commands).Select(f => f.Name).OfType<string>()];

    public static string Function(int number) => number < Functions.Length && Functions[number].Name is { } name ? name : "FUNCTION." + number.ToString(CultureInfo.InvariantCulture);

    public static string Command(int number) => number < Commands.Length && Commands[number].Name is { } name ? name : "COMMAND." + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Arguments of a function that takes exactly so many; null for one that is not known to.</summary>
    public static int? FixedArguments(int number) => number < Functions.Length && Functions[number] is { Name: not null, Arguments: >= 0 } function ? function.Arguments : null;

    /// <summary>A function or command of Excel, by its name in upper case.</summary>
    public static bool IsKnown(string name) => All.Contains(name);

    private static (string? Name, int Arguments)[] Load(string resource)
    {
        var table = new (string? Name, int Arguments)[600];
        Array.Fill(table, (null, -1));
        using var reader = new StreamReader(typeof(FunctionTable).Assembly.GetManifestResourceStream(typeof(FunctionTable), resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var words = line.Split(' ');
            var number = int.Parse(words[0], CultureInfo.InvariantCulture);
            foreach (var word in words.Skip(1))
            {
                if (word != ".")
                {
                    var slash = word.IndexOf('/', StringComparison.Ordinal);
                    table[number] = slash < 0 ? (word, -1) : (word[..slash], word[slash + 1] - '0');
                }
                number++;
            }
        }
        return table;
    }
}
