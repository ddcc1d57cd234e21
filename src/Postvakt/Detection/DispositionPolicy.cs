namespace Postvakt.Detection;

/// <summary>What the operator wants done with a verdict, where he may choose.</summary>
public sealed record DispositionPolicy
{
    /// <summary>For malicious mail: quarantine, or reject where the sender's server shall keep it. Quarantine: a rejection tells the thief.</summary>
    public Disposition Malicious { get; init; } = Disposition.Quarantine;

    /// <summary>For suspicious mail: tag, deliver or quarantine. Tag.</summary>
    public Disposition Suspicious { get; init; } = Disposition.Tag;

    /// <summary>The disposition in enforce mode. Undetermined mail follows the verdict policy: the operator's choice is not asked.</summary>
    /// <param name="restsOnOthers">See <see cref="VerdictPolicy.RestsOnOthers"/>: held at most, never rejected.</param>
    public Disposition Intend(Verdict verdict, Disposition usual, bool restsOnOthers = false)
    {
        var wanted = verdict switch
        {
            Verdict.Malicious => Malicious,
            Verdict.Suspicious => Suspicious,
            _ => usual,
        };
        return restsOnOthers && wanted == Disposition.Reject ? Disposition.Quarantine : wanted;
    }

    /// <summary>What a mode lets happen of it.</summary>
    public static Disposition Apply(Disposition intended, Mode mode) => mode switch
    {
        Mode.Observe => Disposition.Deliver,
        Mode.Tag when intended is Disposition.Quarantine or Disposition.Reject => Disposition.Tag,
        _ => intended,
    };
}
