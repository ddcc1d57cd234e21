namespace Postvakt.Documents.Inspecting;

/// <summary>
/// What an inspection may still spend. Every loop over a file's content calls <see cref="Step"/> or bounds itself by the bytes that are there;
/// everything that grows (inflated data, evaluated strings) is taken through <see cref="Expand"/>.
/// </summary>
internal sealed class Budget(InspectionLimits limits, TimeProvider clock)
{
    /// <summary>Steps between two looks at the clock.</summary>
    private const int Stride = 256;

    private readonly long _start = clock.GetTimestamp();
    private long _steps;
    private long _expanded;
    private int _files;
    private int _sinceLook;

    public InspectionLimits Limits { get; } = limits;

    public TimeSpan Left => Limits.Time - clock.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public long ExpandedLeft => Limits.Expanded - _expanded;

    /// <summary>One step of a loop or interpreter.</summary>
    /// <exception cref="LimitException">No steps or no time is left.</exception>
    public void Step(int count = 1)
    {
        _steps += count;
        if ((_sinceLook += count) < Stride) return;
        _sinceLook = 0;
        if (_steps > Limits.Steps) throw new LimitException($"more than {Limits.Steps:N0} steps");
        Look();
    }

    /// <summary>Looks at the clock: for loops whose turns are long.</summary>
    /// <exception cref="LimitException">No time is left.</exception>
    public void Look()
    {
        if (clock.GetElapsedTime(_start) > Limits.Time) throw new LimitException($"not done within {Limits.Time.TotalSeconds:0.#} s");
    }

    /// <summary>Takes memory for what is unpacked or put together.</summary>
    /// <exception cref="LimitException">More comes out than <see cref="InspectionLimits.Expanded"/>.</exception>
    public void Expand(long bytes)
    {
        if ((_expanded += bytes) > Limits.Expanded) throw new LimitException($"more than {Limits.Expanded >> 20} MiB come out of it");
    }

    /// <exception cref="LimitException">More files than <see cref="InspectionLimits.Files"/>.</exception>
    public void File()
    {
        if (++_files > Limits.Files) throw new LimitException($"more than {Limits.Files:N0} files in it");
        // A thousand names for the same large bytes would be hashed a thousand times.
        Look();
    }
}
