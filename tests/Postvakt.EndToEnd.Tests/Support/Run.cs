using System.Diagnostics;
using System.Globalization;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>A started launcher.</summary>
public sealed class Run : IDisposable
{
    /// <summary>When a process counts as hanging. The long run gives it work of many minutes.</summary>
    private static readonly TimeSpan Patience = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 } ? TimeSpan.FromMinutes(45) : TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public Run(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public Task FeedAsync(byte[] input) => _process.StandardInput.BaseStream.WriteAsync(input, 0, input.Length);

    /// <summary>Waits until a condition holds; fails if the process ends before.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Assert.False(HasEnded, "ended too early");
            Assert.True(_watch.Elapsed < Patience, "waited too long");
            await Task.Delay(5);
        }
    }

    /// <summary>Closes its input and waits for its end; ends it by force when it takes minutes.</summary>
    public async Task<Outcome> EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        long peak = 0;
        try
        {
            while (!_process.HasExited)
            {
                peak = Math.Max(peak, PeakBytes());
                await Task.WhenAny(_process.WaitForExitAsync(limit.Token), Task.Delay(20, limit.Token));
                limit.Token.ThrowIfCancellationRequested();
            }
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail("did not end: " + await _error);
        }
        return new Outcome(_process.ExitCode, await _output, await _error, peak, _watch.Elapsed);
    }

    private long PeakBytes()
    {
        try
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
