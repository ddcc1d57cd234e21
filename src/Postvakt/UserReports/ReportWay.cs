namespace Postvakt.UserReports;

/// <summary>How a report came. The values are stored; do not renumber.</summary>
public enum ReportWay
{
    /// <summary>Mail to the report address, through a listener.</summary>
    Mail = 0,

    /// <summary>Mail that lay in the report mailbox.</summary>
    Mailbox = 1,

    /// <summary>The interface, or a verb.</summary>
    Interface = 2,

    /// <summary>The add-in of a mail program.</summary>
    AddIn = 3,
}
