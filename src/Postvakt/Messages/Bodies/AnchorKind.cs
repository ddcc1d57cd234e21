namespace Postvakt.Messages.Bodies;

public enum AnchorKind
{
    Link,
    Form,
    Area,
    Refresh,
}
