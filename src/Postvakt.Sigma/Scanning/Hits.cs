namespace Postvakt.Sigma.Scanning;

/// <summary>What the indexes found in the event at hand, and which rules that wakes. One for each session and bucket.</summary>
internal sealed class Hits(IReadOnlyList<Atom> atoms, int rules)
{
    public const byte Yes = 1;
    public const byte No = 2;

    /// <summary>A literal of it was found; the test itself was not run yet.</summary>
    public const byte Perhaps = 3;

    private readonly int[] _seen = new int[atoms.Count];
    private readonly byte[] _states = new byte[atoms.Count];
    private readonly int[] _woken = new int[rules];
    private readonly int[] _rules = new int[rules];
    private int _event;

    public int WokenCount { get; private set; }

    public ReadOnlySpan<int> Woken => _rules.AsSpan(0, WokenCount);

    public void Begin()
    {
        WokenCount = 0;
        if (++_event != int.MaxValue) return;
        Array.Clear(_seen);
        Array.Clear(_woken);
        _event = 1;
    }

    /// <summary>0 when nothing is known.</summary>
    public byte this[int atom]
    {
        get => _seen[atom] == _event ? _states[atom] : (byte)0;
        set
        {
            _seen[atom] = _event;
            _states[atom] = value;
        }
    }

    /// <param name="codes">Twice the number of the atom, and one more where it must still be tested.</param>
    public void Add(int[] codes)
    {
        foreach (var code in codes)
        {
            var atom = code >> 1;
            if (_seen[atom] == _event) continue;
            _seen[atom] = _event;
            _states[atom] = (code & 1) == 0 ? Yes : Perhaps;
            foreach (var rule in atoms[atom].Wakes)
            {
                if (_woken[rule] == _event) continue;
                _woken[rule] = _event;
                _rules[WokenCount++] = rule;
            }
        }
    }
}
