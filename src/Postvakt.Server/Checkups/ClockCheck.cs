using System.Globalization;

namespace Postvakt.Server.Checkups;

/// <summary>A clock that is far off makes quiet times and retention wrong.</summary>
internal static class ClockCheck
{
    private const string Name = "clock";

    public static Check Run(TimeProvider clock, DateTimeOffset? newest)
    {
        var now = clock.GetUtcNow();
        var text = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-dd HH:mm} UTC");
        // A release is one file, which has no library beside it.
        var library = Path.Combine(AppContext.BaseDirectory, "Postvakt.Server.dll");
        var built = new DateTimeOffset(File.GetLastWriteTimeUtc(File.Exists(library) ? library : Environment.ProcessPath ?? AppContext.BaseDirectory), TimeSpan.Zero);
        if (now < built.AddDays(-1)) return Check.Warning(Name, text + " lies before this program was built; set the clock");
        if (newest > now.AddDays(1)) return Check.Warning(Name, string.Create(CultureInfo.InvariantCulture, $"{text}, but the newest mail in Memory is from {newest:yyyy-MM-dd}; the clock is behind or that mail carries a false date"));
        return Check.Ok(Name, text);
    }
}
