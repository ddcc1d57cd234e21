namespace Postvakt.Documents.Tests.Outside;

/// <summary>A clock whose timers go off when a test says so.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly List<HandTimer> _timers = [];

    public void GoOff()
    {
        HandTimer[] due;
        lock (_timers) due = [.. _timers.Where(t => !t.Disposed)];
        foreach (var timer in due) timer.GoOff();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(callback, state);
        lock (_timers) _timers.Add(timer);
        return timer;
    }

    private sealed class HandTimer(TimerCallback callback, object? state) : ITimer
    {
        public bool Disposed { get; private set; }

        public void GoOff() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
