namespace Postvakt.Messages;

public static class MessageDefectSets
{
    /// <summary>Defects that mean a part was not looked at, so that "clean" cannot be said.</summary>
    public const MessageDefects Incomplete = MessageDefects.TooLarge | MessageDefects.TooManyParts | MessageDefects.TooDeep
        | MessageDefects.TooManyHeaders | MessageDefects.TnefUnreadable | MessageDefects.Unsplit;
}
