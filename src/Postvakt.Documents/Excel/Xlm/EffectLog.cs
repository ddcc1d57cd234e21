using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>
/// Effects in the order in which they come, each once. Kinds that a macro can repeat a thousand times are cut short, so that they do not push out the
/// download that follows.
/// </summary>
internal sealed class EffectLog
{
    private readonly List<Effect> _effects = [];
    private readonly HashSet<(EffectKind, string, string)> _known = [];
    private readonly Dictionary<EffectKind, int> _counts = [];

    public IReadOnlyList<Effect> Effects => _effects;

    public void Add(Effect effect)
    {
        var most = effect.Kind is EffectKind.WriteCode or EffectKind.Probe or EffectKind.Hide ? 20 : 50;
        var count = _counts.GetValueOrDefault(effect.Kind);
        if (count >= most || !_known.Add((effect.Kind, effect.Target, effect.Other))) return;
        _counts[effect.Kind] = count + 1;
        _effects.Add(effect);
    }
}
