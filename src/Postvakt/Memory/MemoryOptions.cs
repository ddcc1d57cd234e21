namespace Postvakt.Memory;

/// <summary>Retention and bounds of Memory.</summary>
public sealed record MemoryOptions
{
    /// <summary>Time that clean mail must stay unquestioned before it counts as habit. 24 hours: longer than the campaigns on record ran unnoticed per conversation.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Time in which campaign marks of different mails are compared. 48 hours.</summary>
    public TimeSpan SignalWindow { get; init; } = TimeSpan.FromHours(48);

    /// <summary>Habits, hosts and pairs not seen for this long are dropped. 180 days.</summary>
    public TimeSpan HabitRetention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Ids and prints older than this are dropped. 400 days: a yearly conversation is still known.</summary>
    public TimeSpan MessageRetention { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Time in which a revised verdict can take back what a mail taught. 14 days.</summary>
    public TimeSpan LessonRetention { get; init; } = TimeSpan.FromDays(14);

    /// <summary>False leaves out habits of time (zone and pace).</summary>
    public bool RememberRhythm { get; init; } = true;

    public static readonly MemoryOptions Default = new();
}
