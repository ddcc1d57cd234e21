namespace Postvakt.Protocols;

/// <summary>How many messages are held at once, over all connections.</summary>
internal sealed class MessagePlaces(int places)
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= places) return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
