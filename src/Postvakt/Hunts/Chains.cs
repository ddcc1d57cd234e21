namespace Postvakt.Hunts;

/// <summary>
/// Joins findings of different logs that belong together: those that share a file, digest, address of the web or mail; those of one machine within ten minutes; those of one account within an hour.
/// What very many share (a system file, a proxy's address) joins nothing.
/// </summary>
public static class Chains
{
    /// <summary>Findings that share a value before it counts as nobody's. 200.</summary>
    private const int TooCommon = 200;

    private static readonly TimeSpan OnHost = TimeSpan.FromMinutes(10), OfPerson = TimeSpan.FromHours(1);

    /// <summary>A number for each finding, from 1 in the order of time; findings of one chain have the same.</summary>
    /// <param name="findings">By time.</param>
    public static IReadOnlyList<int> Of(IReadOnlyList<ITraced> findings)
    {
        var parents = Enumerable.Range(0, findings.Count).ToArray();
        var byTrait = new Dictionary<Trait, List<int>>();
        var last = new Dictionary<(TraitKind, string), int>();
        for (var i = 0; i < findings.Count; i++)
        {
            var finding = findings[i];
            foreach (var trait in finding.Traits.Where(t => t.Kind is TraitKind.Hash or TraitKind.Url or TraitKind.File or TraitKind.MessageId))
            {
                if (!byTrait.TryGetValue(trait, out var sharing)) byTrait[trait] = sharing = [];
                if (sharing.Count <= TooCommon) sharing.Add(i);
            }
            if (finding.At is null) continue;
            Near((TraitKind.Host, finding.Host), OnHost, i);
            foreach (var person in finding.Traits.Where(t => t.Kind == TraitKind.Person)) Near((TraitKind.Person, person.Value), OfPerson, i);
        }
        foreach (var sharing in byTrait.Values.Where(s => s.Count is > 1 and <= TooCommon)) for (var i = 1; i < sharing.Count; i++) Join(sharing[0], sharing[i]);
        var numbers = new Dictionary<int, int>();
        return [.. parents.Select((_, i) => numbers.TryGetValue(Root(i), out var number) ? number : numbers[Root(i)] = numbers.Count + 1)];

        void Near((TraitKind, string Value) key, TimeSpan within, int i)
        {
            if (key.Value.Length == 0) return;
            if (last.TryGetValue(key, out var before) && findings[i].At - findings[before].At <= within) Join(before, i);
            last[key] = i;
        }

        int Root(int i)
        {
            while (parents[i] != i) i = parents[i] = parents[parents[i]];
            return i;
        }

        void Join(int one, int other) => parents[Math.Max(Root(one), Root(other))] = Math.Min(Root(one), Root(other));
    }
}
