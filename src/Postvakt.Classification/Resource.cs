namespace Postvakt.Classification;

/// <summary>Tables that travel in the assembly.</summary>
internal static class Resource
{
    public static Stream? Open(string name) => typeof(Resource).Assembly.GetManifestResourceStream(name);

    /// <summary>Without blank ones and those that begin with #.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var reader = new StreamReader(Open(name) ?? throw new InvalidOperationException($"{name} is not in the assembly"));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') yield return line;
    }
}
