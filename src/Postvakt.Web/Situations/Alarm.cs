namespace Postvakt.Web.Situations;

/// <summary>Whether an attack is on, as far as anybody can say.</summary>
internal enum Alarm
{
    /// <summary>Nothing points to one.</summary>
    No,

    /// <summary>Something does that nobody has judged yet.</summary>
    Perhaps,

    Yes,
}
