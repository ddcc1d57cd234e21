namespace Postvakt.Mql.Execution;

/// <summary>A part of a rule, ready to run. Equal parts of all rules are one; those that hang on the message alone and stand in several places are evaluated once for each message.</summary>
internal abstract class Code
{
    public int Id { get; init; }

    /// <summary>Loops around it that it looks into; 0 when it hangs on the message alone.</summary>
    public int Free { get; init; }

    /// <summary>What it costs beside others, roughly; decides what an "and" looks at first.</summary>
    public int Cost { get; init; } = 1;

    /// <summary>Places in which it stands.</summary>
    public int Uses { get; set; }

    /// <summary>Where its value is kept for the message; -1 when it is not.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The loop on whose item it hangs, counted from the innermost; 0 when it hangs on the message alone, or on several.</summary>
    public int Item { get; set; }

    /// <summary>What it comes to is kept for the item that it hangs on.</summary>
    public bool IsKeptForItem { get; set; }

    public abstract Truth Test(Frame frame);

    /// <summary>The same where null and false come to the same (a rule, the condition of a loop): of what cannot be true it need not be found out which of the two it is.</summary>
    public virtual Truth TestForTrue(Frame frame) => Test(frame);

    public abstract MqlValue Value(Frame frame);
}
