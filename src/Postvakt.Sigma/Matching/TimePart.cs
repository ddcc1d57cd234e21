namespace Postvakt.Sigma.Matching;

/// <summary>Parts of a date (modifiers appendix 2.1.0, "Time Modifiers").</summary>
internal enum TimePart
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
