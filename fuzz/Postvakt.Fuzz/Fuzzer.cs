using System.Diagnostics;
using System.Text;
using Postvakt.Fuzz.Targets;

namespace Postvakt.Fuzz;

/// <summary>Feeds a target with mutated inputs until a count or a time is reached, and keeps one finding of each kind.</summary>
internal sealed class Fuzzer(ITarget target, int seed)
{
    private const int MostFindings = 20;

    private const int Block = 256 << 10;

    /// <summary>Where a fault of ours shows in a stack.</summary>
    private static readonly string[] Ours = ["Postvakt.Messages", "Postvakt.Protocols", "Postvakt.Authentication", "Postvakt.Intake", "Postvakt.Documents", "Postvakt.EventLogs", "Postvakt.Mql", "Postvakt.Sigma"];

    private readonly Dictionary<string, FuzzFinding> _findings = [];

    public IReadOnlyCollection<FuzzFinding> Findings => _findings.Values;

    public long Executions { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What is being tried now, for whoever finds the process stuck.</summary>
    public byte[] Current { get; private set; } = [];

    public long CurrentSince { get; private set; }

    public void Run(long count, TimeSpan time)
    {
        foreach (var whole in target.Seeds) Try(whole, 1);
        var random = new Random(seed);
        var mutator = new Mutator(random, target.Seeds, [.. target.Dictionary.Select(Encoding.UTF8.GetBytes), .. target.Words]);
        var watch = Stopwatch.StartNew();
        for (long n = 0; n < count && watch.Elapsed < time && _findings.Count < MostFindings; n++) Try(mutator.Next(), random.Next(420));
    }

    private void Try(byte[] input, int variant)
    {
        Executions++;
        Bytes += input.Length;
        try
        {
            var allowed = target.SlowPerBlock * Math.Max(1.0, (double)input.Length / Block);
            // A busy machine or the compiler may be slow once; the input is slow when it is so each time.
            TimeSpan took;
            var tries = 0;
            do took = Time(input, variant);
            while (took > allowed && ++tries < 4);
            if (took > allowed) Note("slow", $"{took.TotalMilliseconds:0} ms for {input.Length} bytes", input, variant);
        }
        catch (InvariantException wrong)
        {
            Note(wrong.Message, wrong.StackTrace ?? "", input, variant);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            var frame = thrown.StackTrace?.Split('\n').FirstOrDefault(l => Ours.Any(o => l.Contains(o, StringComparison.Ordinal)))?.Trim();
            Note($"{thrown.GetType().Name} {frame}", thrown.ToString(), input, variant);
        }
    }

    /// <summary>Processor time that an input takes: a busy machine does not make it slow.</summary>
    public static TimeSpan CpuTime(ITarget target, byte[] input, int variant)
    {
        var before = Environment.CpuUsage.TotalTime;
        target.Take(input, variant);
        return Environment.CpuUsage.TotalTime - before;
    }

    private TimeSpan Time(byte[] input, int variant)
    {
        Current = input;
        CurrentSince = Stopwatch.GetTimestamp();
        return CpuTime(target, input, variant);
    }

    private void Note(string what, string detail, byte[] input, int variant)
    {
        if (!_findings.TryGetValue(what, out var known) || known.Input.Length > input.Length) _findings[what] = new FuzzFinding(what, detail, input, variant);
    }
}
