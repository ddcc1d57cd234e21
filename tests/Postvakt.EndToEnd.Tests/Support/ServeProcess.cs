using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A gateway as its own process; its log is read until it says where it listens.</summary>
public sealed class ServeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly Task _reading;
    private readonly TaskCompletionSource<(IPEndPoint[] Listeners, IPEndPoint Http)> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServeProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public IPEndPoint[] Listeners { get; private set; } = [];

    public IPEndPoint Http { get; private set; } = new(0, 0);

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log) return [.. _log];
        }
    }

    public int Id => _process.Id;

    /// <summary>Completes when it ends, however it ends.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <param name="spool">Its folder for temporary files; null: the usual one.</param>
    /// <param name="launcher">Of another build; null: of this one.</param>
    public static async Task<ServeProcess> StartAsync(string folder, string data, string yaml, string? spool = null, string? launcher = null)
    {
        var config = Path.Combine(folder, "postvakt.yaml");
        await File.WriteAllTextAsync(config, yaml);
        var start = new ProcessStartInfo("dotnet", [launcher ?? Launcher.Assembly, "serve", "--config", config, "--data", data]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("POSTVAKT_DATA");
        start.Environment.Remove("POSTVAKT_KEYS");
        if (spool is not null) start.Environment["TMPDIR"] = spool;
        var serve = new ServeProcess(Process.Start(start)!);
        (serve.Listeners, serve.Http) = await serve._ready.Task;
        return serve;
    }

    public void Reload() => Launcher.Signal("HUP", _process.Id);

    /// <summary>As power loss would end it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Stops it as a service manager would; returns its exit status.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited) Launcher.Signal("TERM", _process.Id);
        return await EndAsync();
    }

    /// <summary>Its exit status, once it has ended by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var errors = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_log) _log.Add(line);
            if (!line.Contains("\"EventId\":10,", StringComparison.Ordinal)) continue;
            using var entry = JsonDocument.Parse(line);
            var state = entry.RootElement.GetProperty("State");
            _ready.TrySetResult(([.. state.GetProperty(nameof(Listeners)).GetString()!.Split(", ").Select(IPEndPoint.Parse)], IPEndPoint.Parse(state.GetProperty(nameof(Http)).GetString()!)));
        }
        _ready.TrySetException(new InvalidOperationException("serve ended: " + await errors));
    }
}
