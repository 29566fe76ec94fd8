using System.Runtime.CompilerServices;

namespace LeRun.Localization;

/// <summary>
/// Every message that an end user may see, by name; the texts are in Messages.resx and Messages.zh-CN.resx. Messages about a
/// field continue a sentence that begins with its name.
/// </summary>
public static class Messages
{
    public static LocalizedMessage FieldIs(string field, LocalizedMessage problem) => Named([field, problem]);
    public static LocalizedMessage Both(LocalizedMessage first, LocalizedMessage second) => Named([first, second]);
    public static LocalizedMessage ChangedMeanwhile { get; } = Named();
    public static LocalizedMessage TryAgain { get; } = Named();
    public static LocalizedMessage Unreachable { get; } = Named();
    public static LocalizedMessage Busy { get; } = Named();
    public static LocalizedMessage Unexpected { get; } = Named();
    public static LocalizedMessage BrokenRequest { get; } = Named();
    public static LocalizedMessage Required { get; } = Named();
    public static LocalizedMessage WrongType { get; } = Named();
    public static LocalizedMessage GivenTwice { get; } = Named();
    public static LocalizedMessage TextWanted { get; } = Named();
    public static LocalizedMessage TrueOrFalseWanted { get; } = Named();
    public static LocalizedMessage NumberWanted { get; } = Named();
    public static LocalizedMessage WholeNumberWanted { get; } = Named();
    public static LocalizedMessage TimeWanted { get; } = Named();
    public static LocalizedMessage ListWanted { get; } = Named();
    public static LocalizedMessage ObjectWanted { get; } = Named();
    public static LocalizedMessage OnlyOneOf(string first, string second) => Named([first, second]);
    public static LocalizedMessage SingleLineRule(int min, int max) => Named([min, max]);
    public static LocalizedMessage AllowedValuesRule(string values) => Named([values]);
    public static LocalizedMessage NumberRule(object min, object max) => Named([min, max]);
    public static LocalizedMessage TextRule(int max) => Named([max]);
    public static LocalizedMessage MalformedJson { get; } = Named();

    public static LocalizedMessage BodyTooLarge(string limit) => Named([limit]);
    public static LocalizedMessage BodyTooSlow(int seconds) => Named([seconds]);
    public static LocalizedMessage JsonExpected { get; } = Named();
    public static LocalizedMessage CodingUnknown { get; } = Named();
    public static LocalizedMessage BrokenCoding { get; } = Named();
    public static LocalizedMessage FileUnknown { get; } = Named();
    public static LocalizedMessage RouteUnknown { get; } = Named();
    public static LocalizedMessage MethodNotAllowed(string methods) => Named([methods]);

    public static LocalizedMessage LimitRange { get; } = Named();
    public static LocalizedMessage BadCursor { get; } = Named();

    public static LocalizedMessage SignInFirst { get; } = Named();
    public static LocalizedMessage TokenExpired { get; } = Named();
    public static LocalizedMessage SessionEnded { get; } = Named();
    public static LocalizedMessage SessionUnknown { get; } = Named();
    public static LocalizedMessage NotYours { get; } = Named();
    public static LocalizedMessage AdminsOnly { get; } = Named();
    public static LocalizedMessage ModeratorsOnly { get; } = Named();

    public static LocalizedMessage NotYourself { get; } = Named();
    public static LocalizedMessage Suspended { get; } = Named();
    public static LocalizedMessage ForumClosed { get; } = Named();
    public static LocalizedMessage WordRefused { get; } = Named();
    public static LocalizedMessage TooManyReports { get; } = Named();
    public static LocalizedMessage ReportTargetUnknown { get; } = Named();
    public static LocalizedMessage CaseUnknown { get; } = Named();
    public static LocalizedMessage ActionImpossible { get; } = Named();
    public static LocalizedMessage InTheFuture { get; } = Named();
    public static LocalizedMessage NothingToAppeal { get; } = Named();
    public static LocalizedMessage AppealedAlready { get; } = Named();
    public static LocalizedMessage TooManyBlocks(int max) => Named([max]);
    public static LocalizedMessage VersionNotCurrent(string current) => Named([current]);

    public static LocalizedMessage UserUnknown { get; } = Named();
    public static LocalizedMessage UsernameRule { get; } = Named();
    public static LocalizedMessage NicknameRule(int max) => Named([max]);
    public static LocalizedMessage UsernameTaken { get; } = Named();
    public static LocalizedMessage PasswordRule(int min, int max) => Named([min, max]);
    public static LocalizedMessage PasswordTooLong(int max) => Named([max]);
    public static LocalizedMessage PasswordEasy { get; } = Named();
    public static LocalizedMessage PasswordWrong { get; } = Named();
    public static LocalizedMessage LoginSuccessful { get; } = Named();
    public static LocalizedMessage TooManyLogins { get; } = Named();

    public static LocalizedMessage RecoveryCodeWrong { get; } = Named();
    public static LocalizedMessage AccountLocked { get; } = Named();
    public static LocalizedMessage AdministratorsStay { get; } = Named();
    public static LocalizedMessage TooManyExports { get; } = Named();
    public static LocalizedMessage ExportUnknown { get; } = Named();

    public static LocalizedMessage TooManyItems(int max) => Named([max]);
    public static LocalizedMessage MarkersOutOfOrder { get; } = Named();
    public static LocalizedMessage OtherRun { get; } = Named();
    public static LocalizedMessage EndBeforeStart { get; } = Named();
    public static LocalizedMessage TimeZoneRule { get; } = Named();
    public static LocalizedMessage MetersOrRuns { get; } = Named();
    public static LocalizedMessage FromAfterTo { get; } = Named();
    public static LocalizedMessage DateRule { get; } = Named();
    public static LocalizedMessage IdempotencyKeyRule { get; } = Named();
    public static LocalizedMessage NoLiveRun { get; } = Named();
    public static LocalizedMessage NoRunToFinish { get; } = Named();
    public static LocalizedMessage RecordUnknown { get; } = Named();

    public static LocalizedMessage NoMap { get; } = Named();
    public static LocalizedMessage Overlaps { get; } = Named();
    public static LocalizedMessage RunFileExpected { get; } = Named();
    public static LocalizedMessage AtLine(int line, LocalizedMessage problem) => Named([line, problem]);
    public static LocalizedMessage FileNotXml { get; } = Named();
    public static LocalizedMessage FileFormatUnknown { get; } = Named();
    public static LocalizedMessage FileTooManyPoints(int max) => Named([max]);
    public static LocalizedMessage FilePlaceRule { get; } = Named();
    public static LocalizedMessage FileTimeRule { get; } = Named();
    public static LocalizedMessage FileAmountRule { get; } = Named();
    public static LocalizedMessage FileNoRun { get; } = Named();
    public static LocalizedMessage FileNoTimes { get; } = Named();
    public static LocalizedMessage SeveralTracks { get; } = Named();
    public static LocalizedMessage RoutesIgnored { get; } = Named();
    public static LocalizedMessage ActivitiesIgnored { get; } = Named();
    public static LocalizedMessage AltitudesIgnored { get; } = Named();
    public static LocalizedMessage TimesMissing { get; } = Named();
    public static LocalizedMessage TimesOutOfOrder { get; } = Named();
    public static LocalizedMessage TimesWithoutZone { get; } = Named();
    public static LocalizedMessage NameShortened(int max) => Named([max]);

    public static LocalizedMessage RoomUnknown { get; } = Named();
    public static LocalizedMessage RoomFull { get; } = Named();
    public static LocalizedMessage RoomFinished { get; } = Named();
    public static LocalizedMessage RoomStarted { get; } = Named();
    public static LocalizedMessage RoomPasswordNeeded { get; } = Named();
    public static LocalizedMessage RoomPasswordWrong { get; } = Named();
    public static LocalizedMessage RoomLockout { get; } = Named();
    public static LocalizedMessage RoomLockoutForAll { get; } = Named();
    public static LocalizedMessage RoomsLockout { get; } = Named();
    public static LocalizedMessage TooManyRooms { get; } = Named();
    public static LocalizedMessage HostOfTooManyRooms(int rooms) => Named([rooms]);
    public static LocalizedMessage InTooManyRooms(int rooms) => Named([rooms]);
    public static LocalizedMessage MembersOnly { get; } = Named();
    public static LocalizedMessage HostOnly { get; } = Named();
    public static LocalizedMessage HostsFields(string fields) => Named([fields]);
    public static LocalizedMessage RoomPasswordRule { get; } = Named();
    public static LocalizedMessage CapacityBelowMembers(int members) => Named([members]);
    public static LocalizedMessage NoResult { get; } = Named();

    public static LocalizedMessage PictureFormatUnknown { get; } = Named();
    public static LocalizedMessage PictureIsHeic { get; } = Named();
    public static LocalizedMessage PictureTooLarge(int megapixels) => Named([megapixels]);
    public static LocalizedMessage PictureTooComplex { get; } = Named();
    public static LocalizedMessage PictureBroken { get; } = Named();
    public static LocalizedMessage NoPicture { get; } = Named();
    public static LocalizedMessage NotBase64 { get; } = Named();
    public static LocalizedMessage PictureBodyExpected { get; } = Named();
    public static LocalizedMessage MultipartBroken { get; } = Named();

    public static LocalizedMessage TooManyPosts { get; } = Named();
    public static LocalizedMessage TooManyComments { get; } = Named();
    public static LocalizedMessage PostUnknown { get; } = Named();
    public static LocalizedMessage CommentUnknown { get; } = Named();
    public static LocalizedMessage Liked { get; } = Named();
    public static LocalizedMessage Unliked { get; } = Named();

    public static LocalizedMessage DeleteAllOff { get; } = Named();
    public static LocalizedMessage ScopeRule { get; } = Named();
    public static LocalizedMessage DeletedAll { get; } = Named();
    public static LocalizedMessage DeletedPart { get; } = Named();

    // A message is named by the member that makes it.
    private static LocalizedMessage Named(object[]? arguments = null, [CallerMemberName] string name = "") =>
        new(name, arguments ?? []);
}
