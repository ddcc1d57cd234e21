namespace Postvakt.Facts;

/// <summary>The facts of one mail with where each was seen.</summary>
public sealed class FactSheet
{
    private readonly float[] _values = new float[FactCatalogue.Count];
    private readonly List<FactEvidence> _evidence = [];

    public float this[Fact fact] => _values[(int)fact];

    public ReadOnlySpan<float> Values => _values;

    public IReadOnlyList<FactEvidence> Evidence => _evidence;

    /// <summary>True when the mail claims to belong to a conversation: reply prefix, named ids or quoted text.</summary>
    public bool ClaimsConversation { get; set; }

    /// <summary>Sets a fact; the strongest observation counts. Values are cut to 0..1, and 0 is not noted.</summary>
    public void Set(Fact fact, double value, string where, string text)
    {
        if (value <= 0) return;
        ref var slot = ref _values[(int)fact];
        if (value <= slot) return;
        slot = (float)Math.Min(1, value);
        _evidence.RemoveAll(e => e.Fact == fact);
        _evidence.Add(new FactEvidence(fact, where, text.Length > 160 ? text[..159] + "…" : text));
    }

    /// <summary>Drops left-out groups and computes the combined facts; call once, at the end.</summary>
    public void Complete(IReadOnlyList<FactGroup> without)
    {
        if (without.Count > 0)
        {
            foreach (var definition in FactCatalogue.All)
            {
                if (without.Contains(definition.Group)) _values[(int)definition.Fact] = 0;
            }
            _evidence.RemoveAll(e => _values[(int)e.Fact] == 0);
        }
        Combinations.Compute(_values);
    }

    public void Set(Fact fact, bool holds, string where, string text)
    {
        if (holds) Set(fact, 1, where, text);
    }
}
