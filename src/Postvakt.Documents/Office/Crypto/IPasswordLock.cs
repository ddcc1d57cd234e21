namespace Postvakt.Documents.Office.Crypto;

/// <summary>A lock whose key is made from a password.</summary>
internal interface IPasswordLock
{
    /// <summary>True when the password is the right one; the key is kept then.</summary>
    bool Opens(string password);
}
