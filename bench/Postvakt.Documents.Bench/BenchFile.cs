namespace Postvakt.Documents.Bench;

/// <param name="Name">Path below the folder.</param>
internal sealed record BenchFile(string Name, byte[] Content)
{
    public string FileName => Path.GetFileName(Name);
}
