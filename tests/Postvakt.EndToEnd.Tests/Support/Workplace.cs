using System.Text.Json;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A folder for one test with an installation in it; gone afterwards.</summary>
public sealed class Workplace : IDisposable
{
    public Workplace() => Folder = Directory.CreateTempSubdirectory("postvakt test ").FullName;

    /// <summary>Its name has blanks, as people's folders do.</summary>
    public string Folder { get; }

    public string Data => At("data");

    public string MemoryPath => Path.Combine(Data, "memory.db");

    public string At(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content) => Write(name, Mails.Bytes(content));

    public string Write(string name, byte[] content)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs a verb on this place's installation and waits for its end.</summary>
    public Task<Outcome> RunAsync(params string[] arguments) => Launcher.RunAsync(Folder, [.. arguments, "--data", Data]);

    public Task<Outcome> ScanAsync(params string[] arguments) => RunAsync(["scan", "--format", "json", .. arguments]);

    public async Task<long> RememberedAsync()
    {
        var status = await RunAsync("memory", "status", "--format", "json");
        Assert.Equal(0, status.Status);
        using var account = JsonDocument.Parse(status.Output);
        return account.RootElement.GetProperty("messages").GetInt64();
    }

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
