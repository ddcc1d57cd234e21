namespace Postvakt.Mql.Checking;

/// <summary>Where an object comes from, which decides whether a list that it lacks is empty or null.</summary>
internal enum Origin
{
    /// <summary>The answer of a function: a list that is not in it is null.</summary>
    Result,

    /// <summary>A part of a message that may itself be absent (an index, a mail that was attached): its lists are null with it, else never.</summary>
    Model,

    /// <summary>A part of the message at hand: its lists are never null.</summary>
    Root,
}
