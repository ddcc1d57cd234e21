namespace Postvakt.Cli.Output;

/// <summary>Rate and time left on standard error while long work runs at a terminal; silent when piped.</summary>
internal sealed class Progress(string verb, long totalBytes, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly bool _shown = !Console.IsErrorRedirected;
    private readonly long _started = clock.GetTimestamp();
    private long _last;
    private long _bytes;

    public long Mails { get; private set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(_started);

    public void Step(long bytes)
    {
        Mails++;
        _bytes += bytes;
        if (!_shown || (Mails & 15) != 0 || clock.GetElapsedTime(_last == 0 ? _started : _last) < Interval) return;
        _last = clock.GetTimestamp();
        var seconds = Math.Max(0.001, Elapsed.TotalSeconds);
        var left = totalBytes > _bytes ? TimeSpan.FromSeconds((totalBytes - _bytes) / (_bytes / seconds)) : TimeSpan.Zero;
        Console.Error.Write($"\r{verb}: {Mails:N0} mails, {Mails / seconds:N0} a second{(left > TimeSpan.Zero ? $", {left:h\\:mm\\:ss} left" : "")}   ");
    }

    public void Done()
    {
        if (_shown && _last != 0) Console.Error.Write("\r" + new string(' ', 70) + "\r");
    }
}
