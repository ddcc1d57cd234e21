using Postvakt.Authentication;

namespace Postvakt.Server.Resolving;

/// <summary>
/// Answers until their time is up, bounded by their size: two generations, and when the young one is full the old one is dropped whole. What is
/// asked often moves on to the next. Time runs by the monotonic clock, so that a clock that is set changes nothing. Safe for concurrent use.
/// </summary>
internal sealed class AnswerCache(long mostChars, TimeProvider clock)
{
    /// <summary>What an answer costs beside its characters.</summary>
    private const int Overhead = 200;

    private readonly Lock _gate = new();
    private Dictionary<DnsQuestion, (DnsAnswer Answer, long Until)> _young = [];
    private Dictionary<DnsQuestion, (DnsAnswer Answer, long Until)> _old = [];
    private long _size;

    public int Count
    {
        get
        {
            lock (_gate) return _young.Count + _old.Count;
        }
    }

    public DnsAnswer? Find(DnsQuestion question)
    {
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            if (_young.TryGetValue(question, out var found)) return found.Until > now ? found.Answer : null;
            if (!_old.Remove(question, out found) || found.Until <= now) return null;
            Add(question, found.Answer, found.Until);
            return found.Answer;
        }
    }

    public void Put(DnsQuestion question, DnsAnswer answer, TimeSpan ttl)
    {
        var until = clock.GetTimestamp() + (long)(ttl.TotalSeconds * clock.TimestampFrequency);
        lock (_gate) Add(question, answer, until);
    }

    private void Add(DnsQuestion question, DnsAnswer answer, long until)
    {
        var size = Overhead + question.Name.Length + answer.Texts.Sum(t => t.Length) + answer.Addresses.Count * 40;
        if (_size + size > mostChars / 2 && _young.Count > 0)
        {
            (_old, _young, _size) = (_young, [], 0);
        }
        _young[question] = (answer, until);
        _size += size;
    }
}
