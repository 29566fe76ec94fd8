namespace LeRun.Localization;

/// <summary>Every message that an end user may see; the words are in Messages.resx and Messages.zh-CN.resx.</summary>
public static class Messages
{
    public static LocalizedMessage FieldIs(string field, LocalizedMessage problem) => new(nameof(FieldIs), field, problem);

    public static LocalizedMessage ChangedMeanwhile { get; } = new(nameof(ChangedMeanwhile));

    public static LocalizedMessage TryAgain { get; } = new(nameof(TryAgain));

    public static LocalizedMessage Unreachable { get; } = new(nameof(Unreachable));

    public static LocalizedMessage Unexpected { get; } = new(nameof(Unexpected));

    public static LocalizedMessage BrokenRequest { get; } = new(nameof(BrokenRequest));

    public static LocalizedMessage Required { get; } = new(nameof(Required));

    public static LocalizedMessage WrongType { get; } = new(nameof(WrongType));

    public static LocalizedMessage MalformedJson { get; } = new(nameof(MalformedJson));

    public static LocalizedMessage BodyTooLarge(string limit) => new(nameof(BodyTooLarge), limit);

    public static LocalizedMessage JsonExpected { get; } = new(nameof(JsonExpected));

    public static LocalizedMessage FileUnknown { get; } = new(nameof(FileUnknown));

    public static LocalizedMessage LimitRange { get; } = new(nameof(LimitRange));

    public static LocalizedMessage BadCursor { get; } = new(nameof(BadCursor));

    public static LocalizedMessage SignInFirst { get; } = new(nameof(SignInFirst));

    public static LocalizedMessage NotYours { get; } = new(nameof(NotYours));

    public static LocalizedMessage AdminsOnly { get; } = new(nameof(AdminsOnly));

    public static LocalizedMessage UserUnknown { get; } = new(nameof(UserUnknown));

    public static LocalizedMessage UsernameRule { get; } = new(nameof(UsernameRule));

    public static LocalizedMessage UsernameTaken { get; } = new(nameof(UsernameTaken));

    public static LocalizedMessage PasswordRule(int least, int most) => new(nameof(PasswordRule), least, most);

    public static LocalizedMessage PasswordWrong { get; } = new(nameof(PasswordWrong));

    public static LocalizedMessage LoginSuccessful { get; } = new(nameof(LoginSuccessful));

    public static LocalizedMessage TooManyLogins { get; } = new(nameof(TooManyLogins));

    public static LocalizedMessage NicknameRule { get; } = new(nameof(NicknameRule));

    public static LocalizedMessage FiniteNotNegative { get; } = new(nameof(FiniteNotNegative));

    public static LocalizedMessage LatitudeRange { get; } = new(nameof(LatitudeRange));

    public static LocalizedMessage LongitudeRange { get; } = new(nameof(LongitudeRange));

    public static LocalizedMessage TooManyItems(int most) => new(nameof(TooManyItems), most);

    public static LocalizedMessage StartTooLate { get; } = new(nameof(StartTooLate));

    public static LocalizedMessage EndBeforeStart { get; } = new(nameof(EndBeforeStart));

    public static LocalizedMessage NameRule(int most) => new(nameof(NameRule), most);

    public static LocalizedMessage IdempotencyKeyRule { get; } = new(nameof(IdempotencyKeyRule));

    public static LocalizedMessage NoLiveRun { get; } = new(nameof(NoLiveRun));

    public static LocalizedMessage NoRunToFinish { get; } = new(nameof(NoRunToFinish));

    public static LocalizedMessage RecordUnknown { get; } = new(nameof(RecordUnknown));

    public static LocalizedMessage RoomUnknown { get; } = new(nameof(RoomUnknown));

    public static LocalizedMessage RoomFull { get; } = new(nameof(RoomFull));

    public static LocalizedMessage RoomFinished { get; } = new(nameof(RoomFinished));

    public static LocalizedMessage RoomStarted { get; } = new(nameof(RoomStarted));

    public static LocalizedMessage RoomPasswordNeeded { get; } = new(nameof(RoomPasswordNeeded));

    public static LocalizedMessage RoomPasswordWrong { get; } = new(nameof(RoomPasswordWrong));

    public static LocalizedMessage TooManyGuesses { get; } = new(nameof(TooManyGuesses));

    public static LocalizedMessage MembersOnly { get; } = new(nameof(MembersOnly));

    public static LocalizedMessage HostOnly { get; } = new(nameof(HostOnly));

    public static LocalizedMessage HostsFields(string fields) => new(nameof(HostsFields), fields);

    public static LocalizedMessage RoomNameRule(int most) => new(nameof(RoomNameRule), most);

    public static LocalizedMessage RoomPasswordRule { get; } = new(nameof(RoomPasswordRule));

    public static LocalizedMessage CapacityRule(int least, int most) => new(nameof(CapacityRule), least, most);

    public static LocalizedMessage CapacityBelowMembers(int members) => new(nameof(CapacityBelowMembers), members);

    public static LocalizedMessage TargetRule { get; } = new(nameof(TargetRule));

    public static LocalizedMessage RoomStatusRule { get; } = new(nameof(RoomStatusRule));

    public static LocalizedMessage NoResult { get; } = new(nameof(NoResult));

    public static LocalizedMessage PictureRefused(string reason) => new(nameof(PictureRefused), reason);

    public static LocalizedMessage NoPicture { get; } = new(nameof(NoPicture));

    public static LocalizedMessage NotBase64 { get; } = new(nameof(NotBase64));

    public static LocalizedMessage PictureBodyExpected { get; } = new(nameof(PictureBodyExpected));

    public static LocalizedMessage MultipartBroken { get; } = new(nameof(MultipartBroken));

    public static LocalizedMessage TextRule(int most) => new(nameof(TextRule), most);

    public static LocalizedMessage PostUnknown { get; } = new(nameof(PostUnknown));

    public static LocalizedMessage CommentUnknown { get; } = new(nameof(CommentUnknown));

    public static LocalizedMessage Liked { get; } = new(nameof(Liked));

    public static LocalizedMessage Unliked { get; } = new(nameof(Unliked));

    public static LocalizedMessage DeleteAllOff { get; } = new(nameof(DeleteAllOff));

    public static LocalizedMessage ScopeRule { get; } = new(nameof(ScopeRule));

    public static LocalizedMessage DeletedAll { get; } = new(nameof(DeletedAll));

    public static LocalizedMessage DeletedPart { get; } = new(nameof(DeletedPart));

    /// <summary>Several messages, one after the other.</summary>
    public static LocalizedMessage Several(IReadOnlyList<LocalizedMessage> messages) => new("", [.. messages]);

    public static LocalizedMessage SingleLineRule(int minLength, int maxLength) => new(nameof(SingleLineRule), minLength, maxLength);

    public static LocalizedMessage AllowedValuesRule(string values) => new(nameof(AllowedValuesRule), values);

    public static LocalizedMessage NumberRule(object min, object max) => new(nameof(NumberRule), min, max);
}
