namespace Postvakt.Sigma.Scanning;

/// <summary>All rules that can match events of one log source, one log and one number, with the indexes over their literals.</summary>
internal sealed class Bucket(IReadOnlyList<BucketRule> rules, IReadOnlyList<Atom> atoms, FieldPlan?[] plans, FieldPlan? text, int[] always)
{
    public IReadOnlyList<BucketRule> Rules => rules;

    public IReadOnlyList<Atom> Atoms => atoms;

    /// <summary>By number of the field; null where no index asks for it.</summary>
    public FieldPlan?[] Plans => plans;

    /// <summary>Over the joined text; null when no rule searches it.</summary>
    public FieldPlan? Text => text;

    /// <summary>Rules that nothing wakes and that are looked at for each event.</summary>
    public int[] Always => always;

    public bool IsEmpty => rules.Count == 0;
}
